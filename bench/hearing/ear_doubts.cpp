#include "bench/hearing/ear_doubts.h"

#include <fmt/format.h>

#include <string>

#include "bench/hearing/negatives.h"
#include "bench/hearing/recordings.h"
#include "lab/bootstrap.h"

namespace firstchair::bench {

lab::Heard heard_by(ear::WhichEar which, const std::vector<float>& sound) {
  return which == ear::WhichEar::file ? lab::listen_to_file(sound, lab::kBenchRate)
                                      : lab::listen(sound, lab::kBenchRate, 64);
}

void print_reliability(const std::array<EarDoubts, 2>& ears) {
  fmt::print(
      "\nOf the strokes told within 25 ms of an attack: how often the drum's family is right by what a take "
      "says\n(`voice_right`), and how often it was. All three conditions together.\n"
      "\n| said | live: strokes | said | right | file: strokes | said | right "
      "|\n|---|---|---|---|---|---|---|\n");
  for (std::size_t tenth = 0; tenth < 10; ++tenth) {
    fmt::print("| .{} to {} |", tenth, tenth == 9 ? "1" : "." + std::to_string(tenth + 1));
    for (const EarDoubts& ear : ears) {
      const double strokes = ear.trust.sure[tenth];
      if (strokes < 20) {
        fmt::print(" {:.0f} | | |", strokes);
      } else {
        fmt::print(" {:.0f} | {:.2f} | {:.2f} |", strokes, ear.trust.sure_sum[tenth] / strokes,
                   ear.trust.sure_right[tenth] / strokes);
      }
    }
    fmt::print("\n");
  }
}

void print_shift(const std::array<EarDoubts, 2>& ears) {
  fmt::print(
      "\nThe same sounds an eighth of a frame (0.7 ms) later: what is told one time alone.\n"
      "\n| ear | attacks | strokes with their drum | attacks told both times: moved, p50 / p95 ms "
      "|\n|---|---|---|---|\n");
  for (std::size_t e = 0; e < ears.size(); ++e) {
    const GridShift& shift = ears[e].shift;
    fmt::print("| {} | {:.1f} % | {:.1f} % | {:.2f} / {:.2f} |\n", kNamesOfEars[e],
               100 * shift.attacks_alone / shift.attacks, 100 * shift.alone / shift.strokes,
               lab::percentile(shift.moved_ms, 0.5), lab::percentile(shift.moved_ms, 0.95));
  }
}

void print_nothing(double seconds) {
  fmt::print("\n| false strokes a minute | live | file |\n|---|---|---|\n");
  const auto row = [](const std::string& name, const std::vector<std::vector<float>>& sounds) {
    double minutes = 0;
    for (const std::vector<float>& sound : sounds)
      minutes += static_cast<double>(sound.size()) / lab::kBenchRate / 60;
    if (minutes <= 0) return;
    fmt::print("| {} |", name);
    for (const ear::WhichEar which : kBothEars) {
      double told = 0;
      for (const std::vector<float>& sound : sounds)
        told += static_cast<double>(lab::attacks_of(heard_by(which, sound), lab::kBenchRate).size());
      fmt::print(" {:.1f} |", told / minutes);
    }
    fmt::print("\n");
  };
  for (const lab::Rendering& sound : negatives(seconds)) row(sound.name, {sound.sound});
  for (const char* const kind : {"talk", "voice", "bass", "guitar", "piano"}) {
    std::vector<std::vector<float>> sounds;
    for (Recorded& recorded : recordings({kind})) sounds.push_back(std::move(recorded.sound));
    row(fmt::format("recorded {}, {} {}", kind, sounds.size(), sounds.size() == 1 ? "take" : "takes"),
        sounds);
  }
}

}  // namespace firstchair::bench
