// What every place for sound must do: a folder, an object store made for tests, and the server that
// FIRSTCHAIR_S3_TEST names ("s3://bucket?endpoint=http://127.0.0.1:8171"; scripts/try_s3 starts one).
#include "school/blobs/blob_store.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "school/blobs/fake_s3_test.h"
#include "school/blobs/s3_blobs.h"
#include "school/secrets.h"

namespace firstchair::school {
namespace {

namespace fs = std::filesystem;

auto opened(S3Place place) {
  return S3Blobs::open(std::move(place), BlobStore::passing_beside({}));
}

class BlobStoreTest : public ::testing::Test {
 protected:
  BlobStoreTest() : root_(fs::temp_directory_path() / ("firstchair-blobs-" + std::to_string(::getpid()))) {
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  ~BlobStoreTest() override { fs::remove_all(root_); }

  std::string write(const std::string& bytes) {
    const fs::path file = root_ / "sent";
    std::ofstream(file, std::ios::binary) << bytes;
    return file.string();
  }
  static std::string read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  void keeps_its_promises(const BlobStore& blobs) {
    std::string large(300'000, 'x');
    large[5] = '\0';
    for (const std::string& bytes : {std::string("abc"), large, std::string("\r\n\r\n\xff")}) {
      const std::string hash = hash_of(bytes);
      EXPECT_FALSE(*blobs.has(1, hash));
      const auto put = blobs.put(1, hash, write(bytes));
      ASSERT_TRUE(put) << put.error().line();
      EXPECT_FALSE(fs::exists(root_ / "sent")) << "it was taken over";
      EXPECT_TRUE(blobs.put(1, hash, write(bytes))) << "the same again is the same";
      const auto file = blobs.file(1, hash);
      ASSERT_TRUE(file) << file.error().line();
      EXPECT_EQ(read(*file), bytes);
      EXPECT_TRUE(*blobs.has(1, hash));
      EXPECT_FALSE(*blobs.has(2, hash)) << "another school has it not";
      EXPECT_EQ(blobs.file(2, hash).error().code, ErrorCode::not_found);
      EXPECT_TRUE(blobs.drop(2, hash));
      EXPECT_TRUE(*blobs.has(1, hash));
      EXPECT_TRUE(blobs.drop(1, hash));
      EXPECT_TRUE(blobs.drop(1, hash)) << "what is not there is dropped already";
      EXPECT_EQ(blobs.file(1, hash).error().code, ErrorCode::not_found);
      EXPECT_FALSE(*blobs.has(1, hash));
    }
    for (const char* no_hash : {"", "../../etc/passwd", "ABC"}) {
      EXPECT_EQ(blobs.file(1, no_hash).error().code, ErrorCode::not_found);
      EXPECT_FALSE(*blobs.has(1, no_hash));
      EXPECT_TRUE(blobs.drop(1, no_hash));
    }
    EXPECT_FALSE(blobs.put(1, hash_of("none"), (root_ / "none").string()));
    const auto probed = blobs.probe();
    EXPECT_TRUE(probed) << probed.error().line();
  }
  fs::path root_;
};

TEST_F(BlobStoreTest, AFolderKeepsItsPromises) {
  const auto blobs = BlobStore::open((root_ / "kept").string());
  ASSERT_TRUE(blobs);
  keeps_its_promises(**blobs);
}

TEST_F(BlobStoreTest, AnObjectStoreKeepsItsPromises) {
  FakeS3 server;
  const auto blobs = opened(server.place());
  ASSERT_TRUE(blobs) << blobs.error().line();
  keeps_its_promises(**blobs);
  EXPECT_EQ(server.size(), 0u);
}

TEST_F(BlobStoreTest, TheServerThatIsNamedKeepsItsPromises) {
  const char* named = std::getenv("FIRSTCHAIR_S3_TEST");
  if (named == nullptr) return;  // the promises are the fake one's, then
  const auto blobs = BlobStore::open(named);
  ASSERT_TRUE(blobs) << blobs.error().line();
  keeps_its_promises(**blobs);
  // What it is asked by whoever has an address (curl is there where this server is).
  const auto direct = BlobStore::open(std::string(named) + "&listen=direct");
  ASSERT_TRUE(direct) << direct.error().line();
  const std::string hash = hash_of("0123456789");
  ASSERT_TRUE((*direct)->put(1, hash, write("0123456789")));
  const auto ask = [&](const std::string& address) {
    const std::string out = (root_ / "loaded").string();
    const std::string command =
        "curl -s -o " + out + " -w '%{http_code} %{content_type}' -r 3-5 '" + address + "'";
    std::array<char, 200> told{};
    FILE* pipe = ::popen(command.c_str(), "r");
    const std::size_t size = std::fread(told.data(), 1, told.size(), pipe);
    ::pclose(pipe);
    return std::string(told.data(), size) + " " + read(out);
  };
  const std::string link = (*direct)->link(1, hash, "audio/wav");
  EXPECT_EQ(ask(link), "206 audio/wav 345");
  EXPECT_TRUE(ask(link.substr(0, link.size() - 1) + (link.back() == '0' ? "1" : "0")).starts_with("403 "));
  EXPECT_TRUE((*direct)->drop(1, hash));
}

TEST_F(BlobStoreTest, AnAddressIsGivenOutOnlyWhereBrowsersShallAskTheStoreThemselves) {
  FakeS3 server;
  S3Place place = server.place();
  const std::string hash = hash_of("abc");
  EXPECT_EQ((*opened(place))->link(1, hash, "audio/wav"), "");
  EXPECT_EQ((*opened(place))->link_origin(), "");
  EXPECT_EQ((*BlobStore::open((root_ / "kept").string()))->link(1, hash, "audio/wav"), "");
  place.direct = true;
  const auto blobs = opened(place);
  const std::string link = (*blobs)->link(1, hash, "audio/wav");
  EXPECT_TRUE(link.starts_with(place.endpoint + "/kept/sound%20of%20all%3D/1/" + hash + "?")) << link;
  for (const char* part : {"X-Amz-Expires=300&", "response-content-type=audio%2Fwav&", "&X-Amz-Signature="})
    EXPECT_NE(link.find(part), std::string::npos) << part << "\n" << link;
  EXPECT_EQ(link.find("secret"), std::string::npos);
  EXPECT_EQ((*blobs)->link(1, "../x", "audio/wav"), "");
  EXPECT_EQ((*blobs)->link_origin(), place.endpoint);
}

TEST_F(BlobStoreTest, AStoreThatStumblesIsAskedAgainAndOneThatFailsIsNamed) {
  FakeS3 server;
  const auto blobs = opened(server.place());
  const std::string hash = hash_of("abc");
  server.stumble(503, 2);
  EXPECT_TRUE((*blobs)->put(1, hash, write("abc")));
  server.stumble(0, 1);  // the line is cut
  EXPECT_TRUE(*(*blobs)->has(1, hash));
  server.stumble(500, 100);
  const auto failed = (*blobs)->put(1, hash, write("abc"));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::unwritable);
  EXPECT_NE(failed.error().line().find("it answers 500"), std::string::npos) << failed.error().line();
  EXPECT_TRUE(fs::exists(root_ / "sent")) << "nothing is lost";
  EXPECT_EQ((*blobs)->file(1, hash).error().code, ErrorCode::unwritable) << "that is not: gone";
  // A key that was changed is told once, not tried again and again.
  server.stumble(0, 0);
  server.set_key("rotated");
  const int before = server.asked();
  const auto refused = (*blobs)->has(1, hash);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().line().find("refuses our key (403)"), std::string::npos)
      << refused.error().line();
  EXPECT_EQ(server.asked(), before + 1);
}

TEST_F(BlobStoreTest, OtherBytesThanWereKeptAreNotGivenOut) {
  FakeS3 server;
  const auto blobs = opened(server.place());
  const std::string hash = hash_of("abc");
  ASSERT_TRUE((*blobs)->put(1, hash, write("abc")));
  server.spoil();
  const auto file = (*blobs)->file(1, hash);
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, ErrorCode::malformed);
}

TEST_F(BlobStoreTest, WhereNobodyAnswersOrNoBucketIsThatIsTold) {
  S3Place nobody;
  {
    const FakeS3 server;
    nobody = server.place();
  }
  const auto blobs = opened(nobody);
  const auto asked = (*blobs)->has(1, hash_of("abc"));
  ASSERT_FALSE(asked);
  EXPECT_NE(asked.error().line().find("does not answer"), std::string::npos) << asked.error().line();
  const FakeS3 server;
  S3Place other = server.place();
  other.bucket = "other";
  const auto put = (*opened(other))->put(1, hash_of("abc"), write("abc"));
  ASSERT_FALSE(put);
  EXPECT_NE(put.error().line().find("there is no bucket other"), std::string::npos) << put.error().line();
}

TEST_F(BlobStoreTest, AnAddressIsReadWithTheKeyOfTheEnvironment) {
  ::setenv("AWS_ACCESS_KEY_ID", "a", 1);
  ::setenv("AWS_SECRET_ACCESS_KEY", "s", 1);
  const auto place = s3_place("s3://sound/of/all/?endpoint=http://127.0.0.1:9/&region=eu-central-1");
  ASSERT_TRUE(place) << place.error().line();
  EXPECT_EQ(place->endpoint, "http://127.0.0.1:9");
  EXPECT_EQ(place->bucket, "sound");
  EXPECT_EQ(place->prefix, "of/all");
  EXPECT_EQ(place->region, "eu-central-1");
  EXPECT_EQ(place->key.secret, "s");
  EXPECT_EQ(s3_place("s3://sound?region=eu-north-1")->endpoint, "https://s3.eu-north-1.amazonaws.com");
  for (const char* wrong :
       {"s3:", "s3://", "s3://?endpoint=http://x", "s3://b?endpoint=ftp://x", "s3://b?colour=red",
        "s3://b?listen=never", "s3://b?endpoint=http://x;script-src *&listen=direct"})
    EXPECT_FALSE(s3_place(wrong)) << wrong;
  EXPECT_FALSE(place->direct);
  EXPECT_TRUE(s3_place("s3://sound?endpoint=http://127.0.0.1:9&listen=direct")->direct);
  const std::string file = write("file-access\nfile-secret\n");
  ::setenv("FIRSTCHAIR_S3_KEY_FILE", file.c_str(), 1);
  EXPECT_EQ(s3_place("s3://sound")->key.secret, "file-secret");
  ::setenv("FIRSTCHAIR_S3_KEY_FILE", (root_ / "none").c_str(), 1);
  EXPECT_FALSE(s3_place("s3://sound")) << "no key is told at once";
  ::unsetenv("FIRSTCHAIR_S3_KEY_FILE");
  ::unsetenv("AWS_ACCESS_KEY_ID");
  ::unsetenv("AWS_SECRET_ACCESS_KEY");
}

}  // namespace
}  // namespace firstchair::school
