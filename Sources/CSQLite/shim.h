#pragma once
#include <sqlite3.h>
#include <sys/syscall.h>
#include <unistd.h>

// sqlite3_db_config is variadic, which Swift cannot call.
static inline int till_db_config(sqlite3 *db, int option, int value) {
  return sqlite3_db_config(db, option, value, (int *)0);
}

// The kernel's number of the calling thread; syscall is variadic too.
static inline int till_thread_id(void) { return (int)syscall(SYS_gettid); }
