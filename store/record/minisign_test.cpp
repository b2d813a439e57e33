#include "store/record/minisign.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace firstchair::store {
namespace {

namespace fs = std::filesystem;

TEST(Minisign, KeysComeBackFromTheirFiles) {
  const Result<SigningKey> key = make_signing_key();
  ASSERT_TRUE(key);
  const Result<SigningKey> again = read_signing_key(signing_key_text(*key));
  ASSERT_TRUE(again) << again.error().line();
  EXPECT_EQ(again->secret, key->secret);
  EXPECT_EQ(again->open, key->open);
  const Result<PublicKey> open = read_public_key(public_key_text(key->open));
  ASSERT_TRUE(open);
  EXPECT_EQ(*open, key->open);
  EXPECT_FALSE(read_public_key(signing_key_text(*key)));
  EXPECT_FALSE(read_signing_key(public_key_text(key->open)));
  EXPECT_FALSE(read_public_key(""));
}

TEST(Minisign, ASignatureIsOfItsBytesAndItsKeyAlone) {
  const Result<SigningKey> key = make_signing_key(), other = make_signing_key();
  ASSERT_TRUE(key && other);
  const std::string text = "what was told\n", signature = sign(text, *key, "seating of three");
  EXPECT_TRUE(check_signature(text, signature, key->open));
  EXPECT_FALSE(check_signature(text + " ", signature, key->open));
  const Result<Done> by_another = check_signature(text, signature, other->open);
  ASSERT_FALSE(by_another);
  EXPECT_EQ(by_another.error().what, "signed by another key");
  // The first line is not signed and the line feeds may not be missing; every other byte counts.
  for (std::size_t i = signature.find('\n'); i < signature.size(); ++i) {
    std::string changed = signature;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(check_signature(text, changed, key->open)) << i;
  }
}

TEST(Minisign, ItsOwnProgramAcceptsTheSignatureAndRefusesOneByteMore) {
  if (std::system("command -v minisign >/dev/null 2>&1") != 0) GTEST_SKIP() << "minisign is not installed";
  const fs::path folder = fs::temp_directory_path() / ("minisign" + std::to_string(std::rand()));
  fs::create_directories(folder);
  const Result<SigningKey> key = make_signing_key();
  ASSERT_TRUE(key);
  const auto write = [&](const char* name, const std::string& text) { std::ofstream(folder / name) << text; };
  const std::string text = "a record\n";
  write("record", text);
  write("key.pub", public_key_text(key->open));
  write("key", signing_key_text(*key));
  write("record.minisig", sign(text, *key, "seating of four"));
  const std::string in = "cd " + folder.string() + " && minisign ", quiet = " >/dev/null 2>&1";
  EXPECT_EQ(std::system((in + "-V -p key.pub -m record" + quiet).c_str()), 0);
  write("record", text + "x");
  EXPECT_NE(std::system((in + "-V -p key.pub -m record" + quiet).c_str()), 0);
  // And firstchair accepts what minisign signs with firstchair's key.
  write("record", text);
  EXPECT_EQ(std::system((in + "-S -s key -m record -t 'by its own program' </dev/null" + quiet).c_str()), 0);
  std::ifstream made(folder / "record.minisig");
  const std::string signature((std::istreambuf_iterator<char>(made)), {});
  const Result<Done> checked = check_signature(text, signature, key->open);
  EXPECT_TRUE(checked) << checked.error().line();
  fs::remove_all(folder);
}

TEST(Minisign, AKeyFollowsFromASecret) {
  const SigningKey key = signing_key_of("a secret"), again = signing_key_of("a secret");
  EXPECT_EQ(again.secret, key.secret);
  EXPECT_EQ(again.open, key.open);
  EXPECT_FALSE(signing_key_of("another").open == key.open);
  EXPECT_TRUE(check_signature("record", sign("record", key, "comment"), key.open));
}

}  // namespace
}  // namespace firstchair::store
