// The signer against what Amazon publishes: its test suite of Signature Version 4, and the examples of S3's
// documentation.
#include "school/blobs/s3_signature.h"

#include <gtest/gtest.h>

#include "school/secrets.h"

namespace firstchair::school {
namespace {

const std::string kNothing = hash_of("");

struct Case {
  const char* name;
  S3Request request;
  const char* names;
  const char* signature;
};

TEST(S3Signature, IsThatOfThePublishedTestSuite) {
  const std::string moment = "20150830T123600Z";
  const auto of = [&](const char* method, const char* path,
                      std::vector<std::pair<std::string, std::string>> query,
                      std::map<std::string, std::string> more) {
    more["host"] = "example.amazonaws.com";
    more["x-amz-date"] = moment;
    return S3Request{method, path, std::move(query), std::move(more), kNothing};
  };
  const Case cases[] = {
      {"get-vanilla", of("GET", "/", {}, {}), "host;x-amz-date",
       "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
      {"post-vanilla", of("POST", "/", {}, {}), "host;x-amz-date",
       "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
      {"get-vanilla-query-order-key-case", of("GET", "/", {{"Param2", "value2"}, {"Param1", "value1"}}, {}),
       "host;x-amz-date", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
      {"get-utf8", of("GET", "/\u1234", {}, {}), "host;x-amz-date",
       "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"},
      {"get-vanilla-utf8-query", of("GET", "/", {{"\u1234", "bar"}}, {}), "host;x-amz-date",
       "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"},
      {"get-unreserved",
       of("GET", "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", {}, {}),
       "host;x-amz-date", "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"},
      {"get-header-value-trim",
       of("GET", "/", {}, {{"my-header1", " value1"}, {"my-header2", " \"a   b   c\""}}),
       "host;my-header1;my-header2;x-amz-date",
       "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"},
      {"post-header-key-sort", of("POST", "/", {}, {{"my-header1", "value1"}}), "host;my-header1;x-amz-date",
       "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"},
  };
  for (const Case& one : cases)
    EXPECT_EQ(authorization(one.request, {"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"},
                            {"us-east-1", "service"}, moment),
              std::string("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                          "SignedHeaders=") +
                  one.names + ", Signature=" + one.signature)
        << one.name;
}

TEST(S3Signature, IsThatOfTheExamplesOfTheObjectStore) {
  const std::string moment = "20130524T000000Z";
  const auto of = [&](const char* method, const char* path,
                      std::vector<std::pair<std::string, std::string>> query,
                      std::map<std::string, std::string> more, const std::string& hash) {
    more["host"] = "examplebucket.s3.amazonaws.com";
    more["x-amz-date"] = moment;
    more["x-amz-content-sha256"] = hash;
    return S3Request{method, path, std::move(query), std::move(more), hash};
  };
  const std::pair<S3Request, const char*> cases[] = {
      {of("GET", "/test.txt", {}, {{"range", "bytes=0-9"}}, kNothing),
       "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"},
      {of("PUT", "/test$file.text", {},
          {{"date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
          hash_of("Welcome to Amazon S3.")),
       "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"},
      {of("GET", "/", {{"lifecycle", ""}}, {}, kNothing),
       "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
      {of("GET", "/", {{"prefix", "J"}, {"max-keys", "2"}}, {}, kNothing),
       "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"},
  };
  for (const auto& [request, signature] : cases) {
    const std::string line = authorization(
        request, {"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}, {"us-east-1"}, moment);
    EXPECT_TRUE(line.ends_with(std::string("Signature=") + signature)) << request.path << "\n" << line;
  }
}

TEST(S3Signature, OfAnAddressThatWhoeverHasItMayAskIsThatOfTheExample) {
  const S3Request request{.method = "GET",
                          .path = "/test.txt",
                          .headers = {{"host", "examplebucket.s3.amazonaws.com"}},
                          .payload_hash = {}};
  EXPECT_EQ(
      presigned(request, {"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}, {"us-east-1"},
                "20130524T000000Z", 86400),
      "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3"
      "%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
      "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

TEST(S3Signature, EveryByteOfAKeyIsWrittenAsItIsSigned) {
  EXPECT_EQ(uri_encoded("a b=c+d/\xC3\xA9", true), "a%20b%3Dc%2Bd/%C3%A9");
  EXPECT_EQ(uri_encoded("a/b", false), "a%2Fb");
}

}  // namespace
}  // namespace firstchair::school
