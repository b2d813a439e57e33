#include "apps/server/http/certificate.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace firstchair::server {
namespace {

namespace fs = std::filesystem;

class KeptCertificate : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }
  Certificate certificate() {
    Result<Certificate> kept = kept_certificate(file_, {"192.0.2.7", "2001:db8::7"});
    EXPECT_TRUE(kept) << kept.error().line();
    return kept ? *kept : Certificate{};
  }
  static X509* parsed(const std::string& pem) {
    BIO* text = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    X509* certificate = PEM_read_bio_X509(text, nullptr, nullptr, nullptr);
    BIO_free(text);
    return certificate;
  }
  const fs::path folder_ = fs::temp_directory_path() /
                           fmt::format("firstchair-certificate-{}-{}", ::getpid(),
                                       ::testing::UnitTest::GetInstance()->current_test_info()->name());
  const std::string file_ = (folder_ / "config" / "serve.pem").string();
};

TEST_F(KeptCertificate, IsTheSameAtEveryStartAndItsOwnersAlone) {
  const Certificate first = certificate(), second = certificate();
  EXPECT_EQ(first.pem, second.pem);
  EXPECT_EQ(first.fingerprint, second.fingerprint);
  EXPECT_EQ(first.fingerprint.size(), 32u * 3 - 1);
  struct stat status{};
  ASSERT_EQ(::stat(file_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600u);
}

TEST_F(KeptCertificate, IsForThisMachineAndSignedByItselfForAServerAlone) {
  X509* x509 = parsed(certificate().pem);
  ASSERT_NE(x509, nullptr);
  EXPECT_EQ(X509_check_host(x509, "localhost", 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_ip_asc(x509, "192.0.2.7", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(x509, "2001:db8::7", 0), 1);
  EXPECT_NE(X509_check_ip_asc(x509, "192.0.2.8", 0), 1);
  EXPECT_EQ(X509_check_ca(x509), 0);
  EXPECT_EQ(X509_check_purpose(x509, X509_PURPOSE_SSL_SERVER, 0), 1);
  EXPECT_EQ(X509_verify(x509, X509_get0_pubkey(x509)), 1);
  int days = 0, seconds = 0;
  ASSERT_EQ(ASN1_TIME_diff(&days, &seconds, X509_get0_notBefore(x509), X509_get0_notAfter(x509)), 1);
  EXPECT_EQ(days, 820);
  X509_free(x509);
}

TEST_F(KeptCertificate, IsMadeAnewWhereOthersCouldHaveReadOrMadeIt) {
  const Certificate first = certificate();
  fs::permissions(file_, fs::perms::group_read, fs::perm_options::add);
  const Certificate second = certificate();
  EXPECT_NE(first.fingerprint, second.fingerprint);
  // Neither half is enough, nor another's key.
  const std::size_t end = first.pem.find("-----BEGIN CERTIFICATE");
  ASSERT_NE(end, std::string::npos);
  for (const std::string& wrong :
       {std::string(), first.pem.substr(0, end), first.pem.substr(end),
        first.pem.substr(0, end) + second.pem.substr(second.pem.find("-----BEGIN CERTIFICATE"))}) {
    std::ofstream(file_) << wrong;
    const Certificate other = certificate();
    EXPECT_NE(other.fingerprint, first.fingerprint);
    EXPECT_NE(other.fingerprint, second.fingerprint);
  }
}

TEST_F(KeptCertificate, IsRefusedWhereItCannotBeKept) {
  std::ofstream(folder_ / "config") << "a file, no folder";
  const Result<Certificate> kept = kept_certificate(file_, {});
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().code, ErrorCode::unwritable);
}

}  // namespace
}  // namespace firstchair::server
