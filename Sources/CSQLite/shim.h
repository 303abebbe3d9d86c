#pragma once
#include <malloc.h>
#include <sqlite3.h>
#include <sys/syscall.h>
#include <unistd.h>

// sqlite3_db_config is variadic, which Swift cannot call.
static inline int till_db_config(sqlite3 *db, int option, int value) {
  return sqlite3_db_config(db, option, value, (int *)0);
}

// Keeps SQLite from counting its memory, which takes a lock at every allocation. Does nothing once the
// library is in use; variadic as well.
static inline int till_count_no_memory(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

// The kernel's number of the calling thread; syscall is variadic too.
static inline int till_thread_id(void) { return (int)syscall(SYS_gettid); }

// Keeps what a transaction frees for the next one. Debian's SQLite has no lookaside, so each commit
// leaves the heap's top free; giving it back to the system and asking for it again, page by page,
// takes a third of a checkout.
static inline void till_keep_heap(void) {
  mallopt(M_TRIM_THRESHOLD, 32 << 20);
  mallopt(M_TOP_PAD, 1 << 20);
}
