#include "school/passwords.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <array>
#include <atomic>
#include <thread>
#include <vector>

#include "school/secrets.h"

namespace firstchair::school {
namespace {

TEST(Passwords, AreRightOnceKeptAndWrongByOneLetter) {
  Passwords passwords;
  const std::string kept = *passwords.kept("correct horse");
  EXPECT_TRUE(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << kept;
  EXPECT_TRUE(passwords.check("correct horse", kept)->right);
  EXPECT_FALSE(passwords.check("correct horsf", kept)->right);
  EXPECT_FALSE(passwords.check("correct horse", "")->right);
  EXPECT_FALSE(passwords.check("correct horse", kept)->outdated);
  EXPECT_NE(kept, *passwords.kept("correct horse")) << "salted";
}

TEST(Passwords, ThoseOfOlderParametersAreToBeMadeAgain) {
  Passwords passwords;
  const std::string word = "correct horse";
  std::array<char, crypto_pwhash_STRBYTES> older{};
  ASSERT_EQ(crypto_pwhash_str_alg(older.data(), word.data(), word.size(), 1, std::size_t{8} << 20,
                                  crypto_pwhash_ALG_ARGON2ID13),
            0);
  const auto checked = passwords.check(word, older.data());
  EXPECT_TRUE(checked->right);
  EXPECT_TRUE(checked->outdated);
  EXPECT_FALSE(passwords.check("correct horsf", older.data())->outdated) << "a wrong one is only wrong";
}

TEST(Passwords, OfMoreThanFourAtOnceTheRestWaitsOrIsToldSo) {
  Passwords impatient(std::chrono::milliseconds(0));
  std::atomic<int> refused = 0, done = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 7; ++i)
    threads.emplace_back([&] {
      const auto kept = impatient.kept("correct horse");
      ++(kept ? done : refused);
      EXPECT_TRUE(kept || kept.error().code == ErrorCode::too_large);
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_GE(done, Passwords::kAtOnce);
  EXPECT_EQ(done + refused, 7);
  Passwords patient;
  done = 0;
  threads.clear();
  for (int i = 0; i < 6; ++i) threads.emplace_back([&] { done += patient.kept("correct horse") ? 1 : 0; });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(done, 6);
  EXPECT_EQ(patient.waiting(), 0);
}

TEST(Passwords, ShortOnesNamesAndRowsOfTheKeyboardAreRefused) {
  for (const char* refused :
       {"", "short", "ninelette", "aaaaaaaaaaaa", "ababababab", "1234567890", "QWERTYUIOP", "ada.lovelace"})
    EXPECT_FALSE(fit_password(refused, "Ada.Lovelace")) << refused;
  for (const char* taken : {"correct horse", "ten letter", "äöüßéèñçøå"})
    EXPECT_TRUE(fit_password(taken, "Ada")) << taken;
  EXPECT_FALSE(fit_password(std::string(2000, 'x') + "abcdefg", "Ada"));
}

TEST(Secrets, AreDrawnLongAndDifferentAndHashedAsEverybodyDoes) {
  EXPECT_EQ(draw_secret(kSessionBits).size(), 64u);
  EXPECT_EQ(draw_secret(kInviteBits).size(), 32u);
  EXPECT_NE(draw_secret(kInviteBits), draw_secret(kInviteBits));
  EXPECT_EQ(hash_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_TRUE(equal_secrets("ab", "ab"));
  EXPECT_FALSE(equal_secrets("ab", "ac"));
  EXPECT_FALSE(equal_secrets("ab", "abc"));
}

TEST(Passwords, ThoseThatAreTriedFirstAreRefusedWithDigitsAroundThemToo) {
  for (const char* common :
       {"1q2w3e4r5t", "Sunshine2024!", "passwordpassword", "PASSWORD12", "!!elephant!!", "dragon123456"}) {
    const auto fits = fit_password(common, "ada");
    ASSERT_FALSE(fits) << common;
    EXPECT_EQ(fits.error().code, ErrorCode::usage);
  }
  for (const char* fine :
       {"correct horse", "battery staple", "elephants on snares", "2024 drum 1234", "wq7zkfpmxy"})
    EXPECT_TRUE(fit_password(fine, "ada")) << fine;
  EXPECT_TRUE(is_common("123456"));
  EXPECT_TRUE(is_common("Password"));
  EXPECT_FALSE(is_common(""));
  EXPECT_FALSE(is_common("correct horse"));
}

}  // namespace
}  // namespace firstchair::school
