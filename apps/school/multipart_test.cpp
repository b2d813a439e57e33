#include "apps/school/multipart.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "school/blobs/blob_store.h"

namespace firstchair::school_api {
namespace {

namespace fs = std::filesystem;

class Multipart : public ::testing::Test {
 protected:
  ~Multipart() override {
    fs::remove(file_);
    fs::remove(file_ + ".part");
  }
  Result<std::vector<Part>> parts(const std::string& body) {
    std::ofstream(file_, std::ios::binary) << body;
    return parts_of(file_, "xyz");
  }
  const std::string file_ =
      (fs::temp_directory_path() / ("firstchair-multipart-" + std::to_string(::getpid()))).string();
};

TEST_F(Multipart, PartsAreFoundWithTheirNames) {
  EXPECT_EQ(boundary_of("multipart/form-data; boundary=xyz"), "xyz");
  EXPECT_EQ(boundary_of("multipart/form-data; boundary=\"x y\"; charset=utf-8"), "x y");
  EXPECT_EQ(boundary_of("application/json"), "");
  // The sound holds what looks like a boundary, and is longer than a block.
  const std::string sound = std::string(65'530, 'a') + "\r\n--xy\r\n-" + std::string(100, 'b');
  const auto found = parts(
      "--xyz\r\nContent-Disposition: form-data; name=\"take\"\r\n\r\n{\"id\":1}\r\n"
      "--xyz\r\ncontent-disposition: form-data; name=\"sound\"; filename=\"a.wav\"\r\n"
      "Content-Type: audio/wav; x=y\r\n\r\n" +
      sound + "\r\n--xyz--\r\n");
  ASSERT_TRUE(found) << found.error().line();
  ASSERT_EQ(found->size(), 2u);
  EXPECT_EQ((*found)[0].name, "take");
  EXPECT_EQ(*text_of(file_, (*found)[0], 100), "{\"id\":1}");
  EXPECT_EQ(text_of(file_, (*found)[0], 3).error().code, ErrorCode::too_large);
  EXPECT_EQ((*found)[1].file_name, "a.wav");
  EXPECT_EQ((*found)[1].type, "audio/wav");
  const Result<std::string> hash = copy_part(file_, (*found)[1], file_ + ".part");
  ASSERT_TRUE(hash);
  EXPECT_EQ(*hash, *school::hash_of_file(file_ + ".part"));
  std::ifstream copied(file_ + ".part", std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(copied), {}), sound);
}

TEST_F(Multipart, WhatIsNoneIsRefused) {
  for (const char* body : {"", "--xyz", "{}", "--xyz\r\n", "--xyz\r\nA: b\r\n\r\nno end",
                           "--xyz\r\nno header's end\r\n--xyz--", "--abc\r\n\r\n\r\n--abc--"})
    EXPECT_FALSE(parts(body)) << body;
  std::string many = "--xyz";
  for (int i = 0; i < 9; ++i) many += "\r\nA: b\r\n\r\nx\r\n--xyz";
  EXPECT_FALSE(parts(many + "--"));
  EXPECT_TRUE(parts("--xyz--")) << "no part at all";
}

}  // namespace
}  // namespace firstchair::school_api
