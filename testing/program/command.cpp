#include "testing/program/command.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sndfile.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdint>
#include <fstream>
#include <sstream>

namespace firstchair::testing {

namespace fs = std::filesystem;

std::vector<float> clicks() {
  std::vector<float> samples(44100 * 4, 0.0f);
  std::uint32_t noise = 1;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    noise = noise * 1664525u + 1013904223u;
    const double t = static_cast<double>(i % 22050) / 44100;
    samples[i] =
        static_cast<float>(0.6 * (static_cast<double>(noise >> 8) / 8388608.0 - 1) * std::exp(-t / 0.02));
  }
  return samples;
}

Workplace::Workplace() {
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  folder_ = fs::path(::testing::TempDir()) / ("firstchair." + std::string(test->test_suite_name()) + "." +
                                              test->name() + "." + std::to_string(::getpid()));
  fs::remove_all(folder_);
  fs::create_directories(folder_);
}

Workplace::~Workplace() {
  fs::remove_all(folder_);
}

Running::Running(fs::path folder, const std::vector<std::string>& args) : folder_(std::move(folder)) {
  std::vector<std::string> words = args;
  std::vector<char*> argv{const_cast<char*>(FIRSTCHAIR)};
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ != 0) return;
  const auto to = [](const char* name, int flags, int stream) { ::dup2(::open(name, flags, 0600), stream); };
  if (::chdir(folder_.c_str()) != 0) ::_exit(126);
  to("/dev/null", O_RDONLY, STDIN_FILENO);
  to(".out", O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
  to(".err", O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
  ::setenv("XDG_DATA_HOME", (folder_ / ".data").c_str(), 1);  // no test writes into anybody's book
  ::setenv("XDG_CONFIG_HOME", (folder_ / ".config").c_str(), 1);
  ::setenv("XDG_CACHE_HOME", (folder_ / ".cache").c_str(), 1);
  ::alarm(100);
  ::execv(FIRSTCHAIR, argv.data());
  ::_exit(127);
}

Running::~Running() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void Running::signal(int number) const {
  ::kill(pid_, number);
}

std::string Running::out() const {
  std::ifstream file(folder_ / ".out", std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Ran Running::wait() {
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  const auto taken = [&](const char* name) {
    std::ifstream file(folder_ / name, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    fs::remove(folder_ / name);
    return text.str();
  };
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, taken(".out"), taken(".err")};
}

void Workplace::write(const std::string& name, const std::string& bytes) const {
  std::ofstream(folder_ / name, std::ios::binary) << bytes;
}

std::string Workplace::read(const std::string& name) const {
  std::ifstream file(folder_ / name, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void Workplace::write_wav(const std::string& name, int rate, int channels, const std::vector<float>& samples,
                          int format) const {
  SF_INFO sf{};
  sf.samplerate = rate;
  sf.channels = channels;
  sf.format = SF_FORMAT_WAV | (format != 0 ? format : SF_FORMAT_PCM_16);
  SNDFILE* file = sf_open(path(name).c_str(), SFM_WRITE, &sf);
  ASSERT_NE(file, nullptr) << sf_strerror(nullptr);
  sf_command(file, SFC_SET_CLIPPING, nullptr, SF_TRUE);
  sf_writef_float(file, samples.data(), static_cast<sf_count_t>(samples.size()) / channels);
  sf_close(file);
}

}  // namespace firstchair::testing
