#include "school/totp.h"

#include <gtest/gtest.h>

#include <set>

namespace firstchair::school {
namespace {

const std::string kSecret = "12345678901234567890";  // of RFC 6238, appendix B

TEST(Totp, GivesTheCodesOfRfc6238) {
  const std::pair<std::int64_t, const char*> cases[] = {{59, "94287082"},         {1111111109, "07081804"},
                                                        {1111111111, "14050471"}, {1234567890, "89005924"},
                                                        {2000000000, "69279037"}, {20000000000, "65353130"}};
  for (const auto& [at_s, code] : cases) EXPECT_EQ(totp_code(kSecret, at_s / 30, 8), code) << at_s;
}

TEST(Totp, GivesTheCodesOfRfc4226) {
  const char* codes[] = {"755224", "287082", "359152", "969429", "338314",
                         "254676", "287922", "162583", "399871", "520489"};
  for (int step = 0; step < 10; ++step) EXPECT_EQ(totp_code(kSecret, step), codes[step]);
}

TEST(Totp, TakesTheCodesAroundNowAndNoneTwice) {
  const std::int64_t now_s = 1'790'000'010, step = now_s / 30;
  for (const std::int64_t near : {step - 1, step, step + 1})
    EXPECT_EQ(totp_step(kSecret, totp_code(kSecret, near), now_s, 0), near);
  for (const std::int64_t far : {step - 2, step + 2})
    EXPECT_FALSE(totp_step(kSecret, totp_code(kSecret, far), now_s, 0));
  EXPECT_FALSE(totp_step(kSecret, totp_code(kSecret, step), now_s, step)) << "it was used";
  EXPECT_FALSE(totp_step(kSecret, totp_code(kSecret, step - 1), now_s, step)) << "older than the used one";
  const std::string code = totp_code(kSecret, step);
  EXPECT_EQ(totp_step(kSecret, code.substr(0, 3) + " " + code.substr(3), now_s, 0), step);
  for (const char* wrong : {"", "12345", "1234567", "abcdef"})
    EXPECT_FALSE(totp_step(kSecret, wrong, now_s, 0));
  EXPECT_FALSE(totp_step("another secret", totp_code(kSecret, step), now_s, 0));
}

TEST(Totp, WritesItsSecretAsAuthenticatorsReadIt) {
  const std::pair<const char*, const char*> cases[] = {
      {"", ""}, {"f", "MY"}, {"fo", "MZXQ"}, {"foo", "MZXW6"}, {"foob", "MZXW6YQ"}, {"fooba", "MZXW6YTB"}};
  for (const auto& [bytes, text] : cases) EXPECT_EQ(base32(bytes), text);  // RFC 4648
  EXPECT_EQ(
      totp_address("foo", "Schule 7", "ada@x"),
      "otpauth://totp/Schule%207:ada%40x?secret=MZXW6&issuer=Schule%207&algorithm=SHA1&digits=6&period=30");
}

TEST(Totp, DrawsRecoveryCodesThatAreReadFromPaper) {
  const auto codes = draw_recovery_codes();
  EXPECT_EQ(codes.size(), 10u);
  EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), 10u);
  for (const std::string& code : codes) {
    EXPECT_EQ(code.size(), 14u);
    EXPECT_EQ(code.find_first_of("01ilo"), std::string::npos) << code;
    EXPECT_EQ(plain_code(" " + code + " ").size(), 12u);
  }
}

}  // namespace
}  // namespace firstchair::school
