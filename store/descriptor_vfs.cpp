#include "store/descriptor_vfs.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <string_view>

namespace firstchair::store {
namespace {

struct File {
  sqlite3_file base;  // SQLite's view of it: the first
  int fd;
};
int fd_of(sqlite3_file* file) {
  return reinterpret_cast<File*>(file)->fd;
}

int read(sqlite3_file* file, void* into, int bytes, sqlite3_int64 at) {
  auto* next = static_cast<char*>(into);
  while (bytes > 0) {
    const ssize_t got = ::pread(fd_of(file), next, static_cast<std::size_t>(bytes), at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SQLITE_IOERR_READ;
    if (got == 0) {
      std::memset(next, 0, static_cast<std::size_t>(bytes));  // SQLite counts on it
      return SQLITE_IOERR_SHORT_READ;
    }
    next += got;
    at += got;
    bytes -= static_cast<int>(got);
  }
  return SQLITE_OK;
}

int write(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 at) {
  const auto* next = static_cast<const char*>(from);
  while (bytes > 0) {
    const ssize_t put = ::pwrite(fd_of(file), next, static_cast<std::size_t>(bytes), at);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0)
      return put == 0 || errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? SQLITE_FULL
                                                                              : SQLITE_IOERR_WRITE;
    next += put;
    at += put;
    bytes -= static_cast<int>(put);
  }
  return SQLITE_OK;
}

int size(sqlite3_file* file, sqlite3_int64* bytes) {
  struct stat status{};
  if (::fstat(fd_of(file), &status) != 0) return SQLITE_IOERR_FSTAT;
  *bytes = status.st_size;
  return SQLITE_OK;
}

const sqlite3_io_methods kMethods = {
    .iVersion = 1,
    .xClose = [](sqlite3_file*) { return SQLITE_OK; },
    .xRead = read,
    .xWrite = write,
    .xTruncate =
        [](sqlite3_file* file, sqlite3_int64 bytes) {
          return ::ftruncate(fd_of(file), bytes) == 0 ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
        },
    .xSync = [](sqlite3_file*, int) { return SQLITE_OK; },
    .xFileSize = size,
    .xLock = [](sqlite3_file*, int) { return SQLITE_OK; },
    .xUnlock = [](sqlite3_file*, int) { return SQLITE_OK; },
    .xCheckReservedLock =
        [](sqlite3_file*, int* locked) {
          *locked = 0;
          return SQLITE_OK;
        },
    .xFileControl = [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; },
    .xSectorSize = [](sqlite3_file*) { return 4096; },
    .xDeviceCharacteristics = [](sqlite3_file*) { return 0; },
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* given) {
  file->pMethods = nullptr;  // nothing to close where it is not opened
  const std::string_view digits = name == nullptr ? std::string_view() : name;
  int fd = -1;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), fd);
  if ((flags & SQLITE_OPEN_MAIN_DB) == 0 || failed != std::errc{} || end != digits.data() + digits.size() ||
      fd < 0)
    return SQLITE_CANTOPEN;
  reinterpret_cast<File*>(file)->fd = fd;
  file->pMethods = &kMethods;
  if (given != nullptr) *given = flags;
  return SQLITE_OK;
}

}  // namespace

const char* descriptor_vfs() {
  static constexpr const char* kName = "firstchair-descriptor";
  // Clocks and chance are the system's.
  static sqlite3_vfs vfs = [] {
    sqlite3_vfs made = *sqlite3_vfs_find(nullptr);
    made.szOsFile = sizeof(File);
    made.pNext = nullptr;
    made.zName = kName;
    made.xOpen = open;
    made.xDelete = [](sqlite3_vfs*, const char*, int) { return SQLITE_OK; };
    made.xAccess = [](sqlite3_vfs*, const char*, int, int* there) {
      *there = 0;
      return SQLITE_OK;
    };
    made.xFullPathname = [](sqlite3_vfs*, const char* name, int bytes, char* full) {
      if (std::strlen(name) >= static_cast<std::size_t>(bytes)) return SQLITE_CANTOPEN;
      std::strcpy(full, name);
      return SQLITE_OK;
    };
    return made;
  }();
  static const bool registered = sqlite3_vfs_register(&vfs, 0) == SQLITE_OK;
  return registered ? kName : nullptr;
}

}  // namespace firstchair::store
