// `firstchair serve` serves the page on this machine.
#pragma once

#include <string>
#include <vector>

#include "apps/cli/help/command.h"
#include "hearing/hear_file.h"

namespace firstchair::cli {

struct ServeOptions {
  std::string listen;    // empty: this machine alone, with tls every address of it
  int port = 8808;       // 0: any
  bool no_open = false;  // do not open the page in the desktop's browser
  std::string page;      // folder of the built page; empty: the source tree's
  std::string book;      // file; empty: the platform's
  double most_hours = hearing::kMostHours;
  bool new_key = false;              // the kept key is drawn anew
  bool tls = false;                  // over HTTPS, for phones and tablets
  std::vector<std::string> players;  // whose own addresses are printed
  std::vector<std::string>
      film;  // the folder that cut wrote, then files that it names elsewhere; empty: none
};
Declare declare_serve;
// Serves the page until Ctrl-C.
Result<int> serve(const ServeOptions& options);

}  // namespace firstchair::cli
