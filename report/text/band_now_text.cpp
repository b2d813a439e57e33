#include "report/text/band_now_text.h"

#include <fmt/format.h>

#include "report/text/words.h"

namespace firstchair::report {

std::string playing_text(band::Playing playing) {
  switch (playing) {
    case band::Playing::count_in:
      return "count-in";
    case band::Playing::alone:
    case band::Playing::solo:
      return "you alone";
    case band::Playing::waiting:
      return "the band waits for you";
    case band::Playing::leading:
      return "the band leads to the end";
    case band::Playing::stopped:
      return "the band comes in again with you";
    case band::Playing::band:
    case band::Playing::over:
      break;
  }
  return {};
}

std::string band_limit_text(double home_bpm, double drummer_bpm, double band_bpm) {
  return fmt::format("home {}, you are at {}: the band stops at {}", named_tempo(home_bpm),
                     number(drummer_bpm, 0), number(band_bpm, 0));
}

}  // namespace firstchair::report
