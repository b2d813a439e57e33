// This file runs the built program as a user would, in a folder of its own.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace firstchair::testing {

struct Ran {
  int code = -1;
  std::string out, err;
};

// Running is the program while it runs. It is ended after 100 s, whatever happens.
class Running {
 public:
  Running(std::filesystem::path folder, const std::vector<std::string>& args);
  ~Running();  // kills it if it was not waited for
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  void signal(int number) const;
  int id() const { return pid_; }
  const std::filesystem::path& folder() const { return folder_; }
  std::string out() const;  // what it has written so far
  Ran wait();

 private:
  std::filesystem::path folder_;
  int pid_ = -1;
};

// Returns four seconds of clicks at 44,100 Hz, two a second.
std::vector<float> clicks();

// A Workplace is a fresh folder for the running test; it is removed with the object.
class Workplace {
 public:
  Workplace();
  ~Workplace();
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  const std::filesystem::path& folder() const { return folder_; }
  // Runs firstchair with `args`, in this folder.
  Ran run(const std::vector<std::string>& args) const { return Running(folder_, args).wait(); }

  void write(const std::string& name, const std::string& bytes) const;
  std::string read(const std::string& name) const;
  // Writes a 16-bit wav, interleaved.
  void write_wav(const std::string& name, int rate, int channels, const std::vector<float>& samples,
                 int format = 0) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace firstchair::testing
