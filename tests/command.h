// Runs the built program as a user would, in a folder of its own.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace firstchair {

struct Ran {
  int code = -1;
  std::string out, err;
};

// A fresh folder for the running test; removed when it goes.
class Workplace {
 public:
  Workplace();
  ~Workplace();
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  const std::filesystem::path& folder() const { return folder_; }
  // firstchair ARGS, in this folder.
  Ran run(const std::vector<std::string>& args) const;

  void write(const std::string& name, const std::string& bytes) const;
  std::string read(const std::string& name) const;
  // A 16-bit wav, interleaved.
  void write_wav(const std::string& name, int rate, int channels, const std::vector<float>& samples,
                 int format = 0) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace firstchair
