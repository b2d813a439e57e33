// This file makes a Film of cameras that were laid and of what the flags say of them. Its shots are decided
// afterwards (engine/cut/decide.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "apps/cli/cut/cut_command.h"
#include "engine/cut/decide.h"
#include "hearing/lay.h"
#include "io/video/probe.h"

namespace firstchair::cli {

struct Assembled {
  cut::Film film;
  cut::Wishes wishes;
  std::vector<std::string> notes;  // what a user should know: "phone: HDR made SDR"
};
// What --list says where no film is wanted, but every camera whole in other programs' edit lists.
inline constexpr std::string_view kOnlyLists = "only";

// Returns the names that --list gives; none for "none", and none of the film's for "only".
std::vector<std::string> formats_of(const std::string& words);

// Says before anything is heard what assemble() and the edit lists would refuse minutes later: flags that no
// camera, rate, size or format answers, and files without a picture that can be read. Errors: usage, those of
// probe().
Result<Done> check_before_hearing(const CutOptions& options);

// Errors: those of probe(), usage, unsupported (no camera could be laid, or one fits in several places).
Result<Assembled> assemble(const hearing::Laid& laid, const CutOptions& options);

}  // namespace firstchair::cli
