#include "bench/cut/hard_cameras.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <vector>

#include "bench/cut/phones.h"
#include "hearing/lay.h"
#include "lab/performances.h"
#include "lab/process.h"
#include "lab/render.h"

namespace firstchair::bench {
namespace {

constexpr double kWrongMs = 8;
constexpr std::uint64_t kSeed = 7000;  // of the first master; no other table has it

struct Kind {
  const char* name;
  // Draws what is hard of a phone, and how many seconds of its own it keeps.
  std::function<double(Phone&, lab::Dice&)> change;
  double besides_s = 4;  // that are played before the master begins, and after it ends
};

// How far the pieces that were told lie off the truth's, in ms: the farthest, where a true piece's middle is.
double off_of(const cut::Placement& placement, const std::vector<cut::Piece>& truth) {
  double most = 0;
  for (const cut::Piece& piece : placement.pieces) {
    const double middle = (piece.from_s + piece.to_s) / 2;
    for (const cut::Piece& true_piece : truth)
      if (middle >= true_piece.from_s && middle < true_piece.to_s)
        most = std::max(most,
                        1000 * std::abs(cut::master_of(piece, middle) - cut::master_of(true_piece, middle)));
  }
  for (const cut::Piece& true_piece : truth) {
    const double middle = (true_piece.from_s + true_piece.to_s) / 2;
    for (const cut::Piece& piece : placement.pieces)
      if (middle >= piece.from_s && middle < piece.to_s)
        most = std::max(most,
                        1000 * std::abs(cut::master_of(piece, middle) - cut::master_of(true_piece, middle)));
  }
  return most;
}

// Whether a note tells how far off a clock runs, and wrongly: the truth lies outside its interval.
bool tells_wrong_speed(const std::vector<std::string>& notes, double ppm) {
  for (const std::string& note : notes) {
    double told = 0, within = 0;
    if (std::sscanf(note.c_str(), "its clock runs %lf (+-%lf)", &told, &within) == 2 &&
        std::abs(told - std::abs(ppm)) > within)
      return true;
  }
  return false;
}

}  // namespace

std::string hard_table(int count, bool each) {
  static const std::vector<lab::Kit> kits = lab::load_kits(lab::Use::validation);
  constexpr double kMaster = 60;
  const std::vector<Kind> kinds{
      {"an echo 60 to 400 ms late, .7 to 1.6 times as loud",
       [](Phone& phone, lab::Dice& dice) {
         phone.echo_s = .06 + .34 * dice.uniform();
         phone.echo_level = .7 + .9 * dice.uniform();
         return 52.;
       }},
      {"two losses of a second, 10 s apart",
       [](Phone& phone, lab::Dice& dice) {
         const double at_s = 12 + 16 * dice.uniform();
         phone.lost = {{at_s, 1}, {at_s + 10, 1}};
         return 50.;
       }},
      {"a clock 700 to 3,000 parts in a million off",
       [](Phone& phone, lab::Dice& dice) {
         phone.ppm = (dice.below(2) == 0 ? -1 : 1) * (700 + 2300 * dice.uniform());
         return 52.;
       }},
      {"10.5 to 16 s of 40 to 90 shared",
       [](Phone& phone, lab::Dice& dice) {
         const double shared_s = 10.5 + 5.5 * dice.uniform(), length_s = 40 + 50 * dice.uniform();
         phone.offset_s = dice.below(2) == 0 ? kMaster - 1 - shared_s : shared_s + 1 - length_s;
         return length_s;
       },
       80},
  };
  std::string table =
      "| what | draws | laid exact | frame | check | no | of those laid within 8 ms | told exact or frame, "
      "and "
      "wrongly | a wrong speed told |\n|---|---|---|---|---|---|---|---|---|\n";
  const lab::TempFolder folder;
  for (const Kind& kind : kinds) {
    constexpr int kPhones = 4;
    int grades[4] = {}, laid = 0, near = 0, wrong = 0, speeds = 0, all = 0;
    for (int done = 0; done < count; done += kPhones) {
      const std::uint64_t seed = kSeed + static_cast<std::uint64_t>(done / kPhones);
      lab::Dice dice(seed);
      std::vector<float> master = performance(kMaster, kits, seed);
      // What was played before and after the master was recorded is heard by cameras alone.
      const std::vector<float> before = performance(kind.besides_s, kits, seed + 500),
                               after = performance(kind.besides_s, kits, seed + 900);
      hearing::LayOptions options;
      options.sound = folder.path("master.wav");
      lab::save_wav(options.sound, master, lab::kBenchRate);
      const double before_s = static_cast<double>(before.size()) / lab::kBenchRate;
      std::vector<float> played = before;
      played.insert(played.end(), master.begin(), master.end());
      played.insert(played.end(), after.begin(), after.end());
      std::vector<std::string> files;
      std::vector<std::vector<cut::Piece>> truths;
      std::vector<Phone> phones;
      for (int k = 0; k < std::min(kPhones, count - done); ++k) {
        Phone phone = draw_phone(dice.below(2) == 0 ? Site::near : Site::far, dice);
        phone.codec = "wav";
        const double seconds = kind.change(phone, dice);
        phone.offset_s += before_s;
        cut::Piece truth;
        const auto file = keep(played, phone, seconds, folder.path("phone" + std::to_string(k)), truth);
        if (!file) continue;
        truth.offset_s -= before_s;
        phone.offset_s -= before_s;
        files.push_back(*file);
        truths.push_back(pieces_of(phone, truth));
        phones.push_back(phone);
      }
      const Result<hearing::Laid> told = hearing::lay(files, options);
      if (!told) return told.error().line();
      for (std::size_t k = 0; k < files.size(); ++k) {
        const cut::Placement& placement = told->cameras[k].placement;
        const double off_ms = off_of(placement, truths[k]);
        const bool wrong_speed = tells_wrong_speed(told->cameras[k].notes, 1e6 * truths[k][0].slope);
        ++all;
        ++grades[static_cast<std::size_t>(placement.grade)];
        laid += !placement.pieces.empty();
        near += !placement.pieces.empty() && off_ms <= kWrongMs;
        wrong += placement.grade <= cut::Grade::frame && off_ms > kWrongMs;
        speeds += wrong_speed;
        if (!each) continue;
        fmt::print(stderr,
                   "{}: {} at {:.3f} s, {:.0f} ppm, echo {:.0f} ms x{:.2f}: {}, {} pieces, off {:.2f} ms, "
                   "slope {:.1f} +-{:.1f} ppm{}",
                   kind.name, room_of(phones[k]), phones[k].offset_s, 1e6 * truths[k][0].slope,
                   1000 * phones[k].echo_s, phones[k].echo_level, cut::id_of(placement.grade),
                   placement.pieces.size(), off_ms,
                   placement.pieces.empty() ? 0. : 1e6 * (placement.pieces[0].slope - truths[k][0].slope),
                   1e6 * placement.slope_95, wrong_speed ? "; WRONG SPEED" : "");
        for (const std::string& note : told->cameras[k].notes) fmt::print(stderr, "; {}", note);
        fmt::print(stderr, "\n");
      }
    }
    table += fmt::format("| {} | {} | {} | {} | {} | {} | {} of {} | {} | {} |\n", kind.name, all, grades[0],
                         grades[1], grades[2], grades[3], near, laid, wrong, speeds);
  }
  return table;
}

}  // namespace firstchair::bench
