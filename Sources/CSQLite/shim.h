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

// The system's error at the last access to a file that failed, 0 if none did; told once. A read behind the
// end fails without one, and is then the last.
static inline int till_take_file_error(sqlite3_file *file) {
  int error = 0;
  char byte;
  if (!file || !file->pMethods) return 0;
  file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error);
  if (error) file->pMethods->xRead(file, &byte, 1, (sqlite3_int64)1 << 40);
  return error;
}

// The same of a database's file and its log. SQLite takes a page that the disk does not give for a damaged
// one: os_unix.c has SQLITE_IOERR_CORRUPTFS for EIO, of which vdbe.c makes SQLITE_CORRUPT.
static inline int till_take_error(sqlite3 *db) {
  sqlite3_file *file = 0, *log = 0;
  sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  int error = till_take_file_error(file), other = till_take_file_error(log);
  return error ? error : other;
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
