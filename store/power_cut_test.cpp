#include "store/power_cut_test.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstring>

#include "store/book.h"
#include "store/random_take_test.h"

namespace firstchair::store {
namespace {

using Bytes = std::vector<std::uint8_t>;

MemoryDisk* disk = nullptr;
sqlite3_vfs layer;

struct Handle {
  sqlite3_file base;
  std::string* path;
};

MemoryDisk::File& file_of(sqlite3_file* file) {
  return disk->files[*reinterpret_cast<Handle*>(file)->path];
}

void put(Bytes& to, std::int64_t at, const std::uint8_t* from, std::size_t size) {
  const auto start = static_cast<std::size_t>(at);
  if (to.size() < start + size) to.resize(start + size);
  std::copy(from, from + size, to.begin() + static_cast<std::ptrdiff_t>(start));
}

int close(sqlite3_file* file) {
  delete reinterpret_cast<Handle*>(file)->path;
  return SQLITE_OK;
}

int read(sqlite3_file* file, void* to, int amount, sqlite3_int64 at) {
  if (disk->off()) return SQLITE_IOERR_READ;
  const Bytes& now = file_of(file).now;
  const auto size = static_cast<sqlite3_int64>(now.size());
  const auto have = static_cast<std::size_t>(std::clamp<sqlite3_int64>(size - at, 0, amount));
  if (have > 0) std::memcpy(to, now.data() + at, have);
  std::memset(static_cast<char*>(to) + have, 0, static_cast<std::size_t>(amount) - have);
  return have == static_cast<std::size_t>(amount) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 at) {
  const auto* bytes = static_cast<const std::uint8_t*>(from);
  MemoryDisk::File& to = file_of(file);
  const int code = disk->change();
  // A write that the power cuts short may still be on its way to the disk.
  if (code == SQLITE_OK || disk->off()) to.open.push_back({at, Bytes(bytes, bytes + amount), false});
  if (code == SQLITE_OK) put(to.now, at, bytes, static_cast<std::size_t>(amount));
  return code;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  const int code = disk->change();
  if (code != SQLITE_OK) return code;
  MemoryDisk::File& to = file_of(file);
  to.now.resize(static_cast<std::size_t>(size));
  to.open.push_back({size, {}, true});
  return SQLITE_OK;
}

int sync(sqlite3_file* file, int) {
  const int code = disk->change();
  if (code != SQLITE_OK) return code == SQLITE_FULL ? SQLITE_IOERR_FSYNC : code;
  MemoryDisk::File& to = file_of(file);
  to.synced = to.now;
  to.open.clear();
  if (!to.name_synced) {  // as SQLite's own layer: with a new file its folder is synced, and what was deleted
                          // is gone
    to.name_synced = true;
    std::erase_if(disk->files, [](const auto& entry) { return entry.first.ends_with("\n"); });
  }
  return SQLITE_OK;
}

int size(sqlite3_file* file, sqlite3_int64* to) {
  *to = static_cast<sqlite3_int64>(file_of(file).now.size());
  return disk->off() ? SQLITE_IOERR_FSTAT : SQLITE_OK;
}

int lock(sqlite3_file*, int) {
  return SQLITE_OK;
}
int is_reserved(sqlite3_file*, int* to) {
  *to = 0;
  return SQLITE_OK;
}
int control(sqlite3_file*, int, void*) {
  return SQLITE_NOTFOUND;
}
int sector(sqlite3_file*) {
  return 512;
}
int traits(sqlite3_file*) {
  return 0;
}

int map(sqlite3_file*, int page, int size_of_page, int extend, void volatile** to) {
  const auto at = static_cast<std::size_t>(page);
  *to = nullptr;
  if (disk->shared.size() <= at) {
    if (extend == 0) return SQLITE_OK;
    disk->shared.resize(at + 1);
  }
  if (disk->shared[at].empty()) disk->shared[at].resize(static_cast<std::size_t>(size_of_page));
  *to = disk->shared[at].data();
  return SQLITE_OK;
}
int shared_lock(sqlite3_file*, int, int, int) {
  return SQLITE_OK;
}
void barrier(sqlite3_file*) {}
int unmap(sqlite3_file*, int) {
  disk->shared.clear();  // one connection at a time: it was the last
  return SQLITE_OK;
}

sqlite3_io_methods methods() {
  sqlite3_io_methods m{};
  m.iVersion = 2;
  m.xClose = close;
  m.xRead = read;
  m.xWrite = write;
  m.xTruncate = truncate;
  m.xSync = sync;
  m.xFileSize = size;
  m.xLock = lock;
  m.xUnlock = lock;
  m.xCheckReservedLock = is_reserved;
  m.xFileControl = control;
  m.xSectorSize = sector;
  m.xDeviceCharacteristics = traits;
  m.xShmMap = map;
  m.xShmLock = shared_lock;
  m.xShmBarrier = barrier;
  m.xShmUnmap = unmap;
  return m;
}
const sqlite3_io_methods kMethods = methods();

int open(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* got) {
  file->pMethods = nullptr;
  if (disk->off() || path == nullptr) return SQLITE_CANTOPEN;
  if ((flags & SQLITE_OPEN_CREATE) == 0 && !disk->files.contains(path)) return SQLITE_CANTOPEN;
  disk->files[path];
  auto* handle = reinterpret_cast<Handle*>(file);
  handle->path = new std::string(path);
  file->pMethods = &kMethods;
  if (got != nullptr) *got = flags;
  return SQLITE_OK;
}

int remove(sqlite3_vfs*, const char* path, int sync_folder) {
  const int code = disk->change();
  if (code != SQLITE_OK) return code;
  const auto at = disk->files.find(path);
  if (at == disk->files.end()) return SQLITE_IOERR_DELETE_NOENT;
  // Until its folder is synced a deleted file may be back. It waits under a name that no file has.
  if (sync_folder == 0 && at->second.name_synced) disk->files[std::string(path) + "\n"] = at->second;
  disk->files.erase(at);
  if (sync_folder != 0)
    std::erase_if(disk->files, [](const auto& entry) { return entry.first.ends_with("\n"); });
  return SQLITE_OK;
}

int access(sqlite3_vfs*, const char* path, int, int* to) {
  *to = disk->files.contains(path) ? 1 : 0;
  return disk->off() ? SQLITE_IOERR_ACCESS : SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* path, int room, char* to) {
  sqlite3_snprintf(room, to, "%s", path);
  return SQLITE_OK;
}

}  // namespace

MemoryDisk::MemoryDisk() {
  disk = this;
  layer = *sqlite3_vfs_find(nullptr);
  layer.pNext = nullptr;
  layer.zName = name();
  layer.szOsFile = sizeof(Handle);
  layer.xOpen = open;
  layer.xDelete = remove;
  layer.xAccess = access;
  layer.xFullPathname = full_path;
  sqlite3_vfs_register(&layer, 0);
}

MemoryDisk::~MemoryDisk() {
  sqlite3_vfs_unregister(&layer);
  disk = nullptr;
}

void MemoryDisk::fault(Fault fault, int at) {
  fault_ = fault;
  at_ = at;
  changes_ = 0;
  met_ = false;
}

int MemoryDisk::change() {
  if (off_) return SQLITE_IOERR;
  if (fault_ == Fault::none || ++changes_ != at_) return SQLITE_OK;
  met_ = true;
  off_ = fault_ == Fault::power_cut;
  return fault_ == Fault::full ? SQLITE_FULL : SQLITE_IOERR;
}

void MemoryDisk::power_on(std::uint64_t seed) {
  std::mt19937_64 chance(seed);
  const auto flip = [&] { return (chance() & 1) == 1; };
  std::map<std::string, File> after;
  for (auto& [path, file] : files) {
    const bool was_deleted = path.ends_with("\n");
    const std::string name = was_deleted ? path.substr(0, path.size() - 1) : path;
    if (was_deleted && (files.contains(name) || flip())) continue;
    if (!file.name_synced && flip()) continue;
    File settled;
    settled.name_synced = true;
    settled.now = file.synced;
    for (const Change& change : file.open) {
      if (flip()) continue;
      if (change.truncation) {
        settled.now.resize(static_cast<std::size_t>(change.at));
        continue;
      }
      // Sectors are written whole, each by chance once one is torn.
      const bool torn = (chance() & 3) == 0;
      for (std::size_t from = 0; from < change.bytes.size();) {
        const std::size_t to =
            std::min(change.bytes.size(), from + 512 - (static_cast<std::size_t>(change.at) + from) % 512);
        if (!torn || flip())
          put(settled.now, change.at + static_cast<std::int64_t>(from), change.bytes.data() + from,
              to - from);
        from = to;
      }
    }
    settled.synced = settled.now;
    after[name] = std::move(settled);
  }
  files = std::move(after);
  shared.clear();
  off_ = false;
  fault_ = Fault::none;
}

namespace {

constexpr int kStrokes = 24;

Result<Book> open_book() {
  return Book::open({.file = "book", .create = true, .busy_ms = 0, .vfs = MemoryDisk::name()});
}

Result<std::int64_t> save_take(Book& book, std::uint64_t seed) {
  return book.save(random_take(seed, kStrokes), random_circumstances(seed));
}

// Opens the book and saves takes number 0, 1, ... until the fault; how many were said to be saved.
int save_until_fault(std::uint64_t from, std::uint64_t to) {
  int saved = 0;
  Result<Book> book = open_book();
  if (!book) return 0;
  for (std::uint64_t take = from; take < to; ++take) {
    if (!save_take(*book, take)) break;
    ++saved;
  }
  return saved;
}

// Whole, and its takes are exactly the first so many, each as it was given.
void expect_first_takes(const Book& book, int at_least, int at_most) {
  const auto damage = book.check();
  ASSERT_TRUE(damage) << damage.error().line();
  for (const Damage& d : *damage) ADD_FAILURE() << d.take << ": " << d.what;
  const auto takes = book.takes({});
  ASSERT_TRUE(takes) << takes.error().line();
  EXPECT_GE(takes->size(), static_cast<std::size_t>(at_least));
  EXPECT_LE(takes->size(), static_cast<std::size_t>(at_most));
  for (std::size_t i = 0; i < takes->size(); ++i) {
    const auto take = book.load((*takes)[i].id);
    ASSERT_TRUE(take) << take.error().line();
    EXPECT_EQ(everything(take->take), everything(random_take(i, kStrokes))) << i;
  }
}

int changes_of(std::uint64_t from, std::uint64_t to) {
  disk->fault(MemoryDisk::Fault::broken, -1);
  EXPECT_EQ(save_until_fault(from, to), static_cast<int>(to - from));
  const int changes = disk->changes();
  disk->fault(MemoryDisk::Fault::none, 0);
  return changes;
}

}  // namespace

TEST(PowerCut, LosesNoTakeThatWasSavedAndLeavesNoneHalfSaved) {
  MemoryDisk memory;
  ASSERT_EQ(save_until_fault(0, 2), 2);
  const auto start = memory.files;
  const int changes = changes_of(2, 5);
  ASSERT_GT(changes, 20);
  for (int at = 1; at <= changes; ++at) {
    memory.files = start;
    memory.fault(MemoryDisk::Fault::power_cut, at);
    const int saved = save_until_fault(2, 5);
    ASSERT_TRUE(memory.met());
    memory.power_on(static_cast<std::uint64_t>(at));
    const Result<Book> book = open_book();
    ASSERT_TRUE(book) << book.error().line();
    expect_first_takes(*book, 2 + saved, 2 + saved + 1);
    if (HasFailure()) FAIL() << "cut at change " << at;
  }
}

TEST(PowerCut, WhileABookIsBegunLeavesABookOrNone) {
  MemoryDisk memory;
  const int changes = changes_of(0, 1);
  for (int at = 1; at <= changes; ++at) {
    memory.files.clear();
    memory.fault(MemoryDisk::Fault::power_cut, at);
    const int saved = save_until_fault(0, 1);
    memory.power_on(static_cast<std::uint64_t>(at));
    const Result<Book> book = open_book();
    ASSERT_TRUE(book) << book.error().line() << " cut at change " << at;
    expect_first_takes(*book, saved, 1);
  }
}

TEST(FullDisk, AtAnyWriteIsSaidInOneLineAndTheBookIsAsBefore) {
  for (const auto fault : {MemoryDisk::Fault::full, MemoryDisk::Fault::broken}) {
    MemoryDisk memory;
    ASSERT_EQ(save_until_fault(0, 2), 2);
    const auto start = memory.files;
    const int changes = changes_of(2, 4);
    int refused = 0;
    for (int at = 1; at <= changes; ++at) {
      memory.files = start;
      memory.shared.clear();
      memory.fault(fault, at);
      Result<Book> book = open_book();
      if (!book) continue;
      int takes = 2;
      for (int tries = 0; tries < 3 && takes < 4; ++tries) {
        const auto saved = save_take(*book, static_cast<std::uint64_t>(takes));
        takes += static_cast<bool>(saved);
        if (saved) continue;
        ++refused;
        EXPECT_EQ(saved.error().code, ErrorCode::unwritable);
        EXPECT_EQ(saved.error().line().find('\n'), std::string::npos);
        EXPECT_NE(saved.error().what.find("disk"), std::string::npos) << saved.error().line();
      }
      expect_first_takes(*book, takes, takes);
      if (HasFailure()) FAIL() << "at change " << at;
    }
    EXPECT_GT(refused, 4);
  }
}

}  // namespace firstchair::store
