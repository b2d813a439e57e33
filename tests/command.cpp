#include "tests/command.h"

#include <gtest/gtest.h>
#include <sndfile.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace firstchair {

namespace fs = std::filesystem;

Workplace::Workplace() {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  folder_ = fs::path(testing::TempDir()) / ("firstchair." + std::string(test->test_suite_name()) + "." +
                                            test->name() + "." + std::to_string(::getpid()));
  fs::remove_all(folder_);
  fs::create_directories(folder_);
}

Workplace::~Workplace() {
  fs::remove_all(folder_);
}

Ran Workplace::run(const std::vector<std::string>& args) const {
  std::string line = "cd '" + folder_.string() + "' && timeout 60 '" FIRSTCHAIR "'";
  for (const std::string& arg : args) line += " '" + arg + "'";
  line += " >.out 2>.err </dev/null";
  const int status = std::system(line.c_str());
  Ran ran{WIFEXITED(status) ? WEXITSTATUS(status) : -1, read(".out"), read(".err")};
  fs::remove(folder_ / ".out");
  fs::remove(folder_ / ".err");
  return ran;
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

}  // namespace firstchair
