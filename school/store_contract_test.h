// Where the tests of the store keep schools. A backend gives out any number of fresh databases; the same
// tests run over each.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "school/store.h"

namespace firstchair::school {

class SqliteFiles {
 public:
  struct Fresh {};
  SqliteFiles() {
    static int made = 0;
    // In memory where there is such a place: what the disk does is tested where processes are killed.
    const std::filesystem::path root = std::filesystem::is_directory("/dev/shm")
                                           ? std::filesystem::path("/dev/shm")
                                           : std::filesystem::temp_directory_path();
    folder_ = root / ("firstchair-school-" + std::to_string(::getpid()) + "-" + std::to_string(++made));
    std::filesystem::create_directories(folder_);
  }
  explicit SqliteFiles(Fresh) : SqliteFiles() {}
  ~SqliteFiles() { std::filesystem::remove_all(folder_); }
  std::string database() const { return (folder_ / "school.sqlite").string(); }
  SchoolStore open() const {
    Result<SchoolStore> store = SchoolStore::open({.database = database()});
    EXPECT_TRUE(store) << store.error().line();
    return std::move(*store);
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace firstchair::school
