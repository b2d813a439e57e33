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

std::string band_title(double follow, std::string_view song) {
  return fmt::format("band at {}: {}", number(follow, 0), song);
}

std::string dial_text(const band::Dial& dial, std::string_view measures) {
  switch (dial.rule) {
    case band::DialRule::delay_not_known:
      return fmt::format("the delay is not known: follow is set to {}; {} measures it, an e-kit needs none",
                         number(dial.follow, 0), measures);
    case band::DialRule::too_late:
      return fmt::format(
          "output {} ms late (Bluetooth?): at {} BPM the band cannot follow; follow is set to {}",
          number(dial.late_ms, 0), named_tempo(dial.bpm), number(dial.follow, 0));
    case band::DialRule::as_asked:
      break;
  }
  return {};
}

std::string dial_refused_text(double follow) {
  return fmt::format(
      "--follow {} needs a known delay: run 'firstchair calibrate', or use --follow {}, or an e-kit",
      number(follow, 0), number(band::kBlindFollow, 0));
}

}  // namespace firstchair::report
