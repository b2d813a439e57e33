// This file runs another program beside the bench, and tells what it printed and the CPU it used.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace firstchair::lab {

struct ProgramRun {
  int code = -1;  // exit status; 127 when there is no such program
  std::string out;
  double cpu_seconds = 0;  // whole process, start and reading of files included
};

// Looks for args[0] on the path and runs it. Its standard error goes nowhere unless `loud`.
ProgramRun run_program(const std::vector<std::string>& args, bool loud = false);

// A TempFolder is a folder of its own among the temporary files; it is removed with the object.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

 private:
  std::filesystem::path folder_;
};

}  // namespace firstchair::lab
