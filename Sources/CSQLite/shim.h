#pragma once
#include <malloc.h>
#include <sqlite3.h>
#include <sys/syscall.h>
#include <unistd.h>

// sqlite3_db_config is variadic, which Swift cannot call.
static inline int till_db_config(sqlite3 *db, int option, int value) {
  return sqlite3_db_config(db, option, value, (int *)0);
}

// Keeps SQLite from counting its memory, which takes a lock at every allocation. What undoes half a
// statement stays in memory up to 112 KB, one piece below malloc's threshold for mapping: an entry of
// hundreds of postings takes more than the usual 64 and would go by way of a file. Does nothing once the
// library is in use; variadic as well.
static inline int till_set_up_sqlite(void) {
  int code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  return code == SQLITE_OK ? sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, 112 << 10) : code;
}

// glibc's own search for bytes, which its headers show only to who asks for GNU extensions.
void *memmem(const void *, size_t, const void *, size_t);

// The kernel's number of the calling thread; syscall is variadic too.
static inline int till_thread_id(void) { return (int)syscall(SYS_gettid); }

// Keeps what a transaction frees for the next one. Debian's SQLite has no lookaside, so each commit
// leaves the heap's top free; giving it back to the system and asking for it again, page by page,
// takes a third of a checkout.
static inline void till_keep_heap(void) {
  mallopt(M_TRIM_THRESHOLD, 32 << 20);
  mallopt(M_TOP_PAD, 1 << 20);
}
