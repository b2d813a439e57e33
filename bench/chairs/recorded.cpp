#include "bench/chairs/recorded.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "charts/charts.h"
#include "lab/process.h"
#include "lab/render.h"
#include "lab/room.h"
#include "midi/performance.h"
#include "midi/smf.h"

namespace firstchair::bench {
namespace {

namespace fs = std::filesystem;

constexpr int kBars = 32;

struct Named {
  const char *player, *performance;
  double bpm;
  int from;
};
// Of all 4/4 performances of half a minute and more, each of these has the 32 bars of its drummer that come
// nearest to the groove. The other drummers play it for fewer bars.
constexpr std::array<Named, 4> kFour{{{"A", "drummer5/session2/11_soul_96_beat_4-4.mid", 96, 1},
                                      {"B", "drummer7/session3/65_funk_112_beat_4-4.mid", 112, 5},
                                      {"C", "drummer1/session3/18_rock_128_beat_4-4.mid", 128, 12},
                                      {"D", "drummer8/session2/13_afrobeat_103_beat_4-4.mid", 103, 0}}};

std::vector<std::uint8_t> bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::vector<char> raw{std::istreambuf_iterator<char>(file), {}};
  return {raw.begin(), raw.end()};
}

// The strokes of bars `from` to `from` + kBars, with those that come up to a sixteenth early.
midi::Smf cut(const midi::Smf& whole, const Named& named) {
  const std::int64_t quarter = whole.ticks_per_quarter;
  const std::int64_t begin = 4 * quarter * named.from, end = begin + 4 * quarter * kBars;
  midi::Smf part;
  part.format = 0;
  part.ticks_per_quarter = whole.ticks_per_quarter;
  const auto us = static_cast<std::uint32_t>(std::lround(60e6 / named.bpm));
  part.events.push_back({.tick = 0,
                         .status = 0xFF,
                         .data1 = 0x51,
                         .text = {static_cast<char>(us >> 16), static_cast<char>(us >> 8 & 0xFF),
                                  static_cast<char>(us & 0xFF)}});
  for (midi::SmfEvent event : whole.events) {
    if (!event.is_note_on() || event.tick < begin - quarter / 8 || event.tick >= end - quarter / 8) continue;
    event.tick += quarter - begin;
    part.events.push_back(event);
  }
  return part;
}

std::string wrapped(const std::string& text) {
  constexpr std::size_t kWidth = 98;
  std::string out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    while (line.size() > kWidth) {
      const std::size_t at = line.rfind(' ', kWidth);
      out += line.substr(0, at) + "\n";
      line = "   " + line.substr(at);
    }
    out += line + "\n";
  }
  return out;
}

// The program beside this bench, and what it says.
class Program {
 public:
  Program() {
    std::error_code none;
    const fs::path tree = fs::read_symlink("/proc/self/exe", none).parent_path().parent_path().parent_path();
    program_ = (tree / "apps/cli/firstchair").string();
  }
  // What it prints, its errors among it.
  std::string run(std::vector<std::string> args) const {
    args.insert(args.begin(), {"sh", "-c", "exec \"$0\" \"$@\" 2>&1", program_});
    return lab::run_program(args).out;
  }

 private:
  std::string program_;
};

std::string one_line(std::string said) {
  std::replace(said.begin(), said.end(), '\n', ' ');
  while (!said.empty() && said.back() == ' ') said.pop_back();
  return said;
}

// What verifying the record in folder `sheet` says: the program, with the takes of folder `takes` heard
// again, minisign, the page's module; and the program of the same record with one digit of it changed.
std::string checks(const Program& program, const std::string& sheet, const std::string& takes,
                   const std::string& wasm) {
  const std::string record = sheet + "/seating.jsonl";
  std::string table = "| verified with | told |\n|---|---|\n";
  const auto row = [&](const std::string& with, const std::string& told) {
    table += fmt::format("| {} | {} |\n", with, one_line(told));
  };
  row("`firstchair chairs verify seating.jsonl --sound takes`",
      program.run({"chairs", "verify", record, "--sound", takes}));
  const lab::ProgramRun minisign =
      lab::run_program({"minisign", "-V", "-p", sheet + "/seating.pub", "-m", record});
  row("`minisign -V -p seating.pub -m seating.jsonl`",
      minisign.code == 0 ? "the signature holds" : fmt::format("ended with {}", minisign.code));
  if (!wasm.empty()) {
    const std::string script = std::string(FIRSTCHAIR_SOURCE_DIR) + "/bench/chairs/in_the_page.mjs";
    row("the page's module, in Node", lab::run_program({"node", script, wasm, record}, true).out);
  }
  std::ifstream file(record);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::size_t at = text.find("\"ms\":\"");
  if (at == std::string::npos) return table;
  text[at + 6] = text[at + 6] == '5' ? '6' : '5';
  const std::string changed = sheet + "/changed.jsonl";
  std::ofstream(changed) << text;
  std::string told = program.run({"chairs", "verify", "--unsigned", changed});
  if (const std::size_t place = told.find(changed); place != std::string::npos)
    told.replace(place, changed.size(), "changed.jsonl");
  row("`firstchair chairs verify --unsigned`, one digit of a spread changed", told);
  return table;
}

}  // namespace

std::string recorded_groove() {
  std::string tab = "title: Groove\n";
  for (int bar = 0; bar < kBars; ++bar)
    tab += "\nHH|x-x-x-x-x-x-x-x-|\nSD|----o-------o---|\nBD|o---------o-----|\n";
  return tab;
}

Chart recorded_chart() {
  const std::string tab = recorded_groove();
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(tab.data());
  Result<Chart> chart = charts::read_chart(charts::ChartFormat::tab, {bytes, tab.size()});
  return chart ? std::move(*chart) : Chart{};
}

std::vector<RecordedTake> recorded_takes() {
  std::vector<RecordedTake> takes;
  for (const Named& named : kFour) {
    const Result<midi::Smf> whole =
        midi::parse_smf(bytes_of(lab::corpora_folder() + "/groove-midi/" + named.performance));
    if (!whole) continue;
    RecordedTake take{.player = named.player,
                      .performance = named.performance,
                      .from = named.from,
                      .bpm = named.bpm,
                      .midi = midi::write_smf(cut(*whole, named)),
                      .piece = {}};
    const Result<midi::Performance> played = midi::read_performance(take.midi);
    if (!played) continue;
    take.piece.name = named.performance;
    take.piece.bpm = named.bpm;
    for (const Hit& hit : played->hits) {
      const double s = static_cast<double>(hit.frame) / kMidiRate;
      take.piece.strokes.push_back({s, hit.voice, static_cast<double>(hit.strength)});
      take.piece.seconds = s + 2;
    }
    takes.push_back(std::move(take));
  }
  return takes;
}

std::string recorded_page(const std::string& wasm) {
  const std::vector<RecordedTake> takes = recorded_takes();
  if (takes.size() < kFour.size()) return "The Groove MIDI Dataset is not there.\n";
  const lab::Kit kit = lab::load_kits(lab::Use::validation).front();
  const Program program;
  const lab::TempFolder temp;
  std::ofstream(temp.path("groove.tab")) << recorded_groove();
  std::error_code failed;
  fs::create_directory(temp.path("takes"), failed);
  std::vector<std::string> midi{
      "chairs",  "seat",   "--excerpt", temp.path("groove.tab"), "--any-tempo", "--slips", "0",
      "--title", "Groove", "--key",     temp.path("key"),        "--out"};
  std::vector<std::string> sound = midi;
  midi.push_back(temp.path("midi")), sound.push_back(temp.path("sound"));
  std::string page = fmt::format(
      "# Four recorded takes of one groove, seated\n\n"
      "Made by `firstchair bench chairs --recorded --wasm build/wasm/web/firstchair_verify.wasm --markdown\n"
      "docs/measured`. What four drummers of the [Groove MIDI Dataset](../../NOTICE) improvised holds\n"
      "{} bars each of one groove: eighths on the hat, backbeat, kick on 1 and on the \"and\" of 3. What\n"
      "they play besides are slips, which do not count (`--slips 0`). Tempi are their own "
      "(`--any-tempo`).\n"
      "[chairs.md](../guide/chairs.md) says what the words mean.\n\n"
      "| player | performance | from bar | BPM |\n|---|---|---|---|\n",
      kBars);
  for (const RecordedTake& take : takes) {
    const std::string file = temp.path("takes/" + take.player + ".mid"),
                      wav = temp.path("takes/" + take.player + ".wav");
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(take.midi.data()),
               static_cast<std::streamsize>(take.midi.size()));
    lab::Rendering rendered = lab::render(take.piece, kit, 7);
    rendered.sound = lab::in_room(rendered.sound, lab::Use::validation, 0);
    lab::normalise(rendered.sound);
    lab::save_wav(wav, rendered.sound, lab::kBenchRate);
    for (const std::string& word : {std::string("--player"), take.player, file}) midi.push_back(word);
    for (const std::string& word : {std::string("--player"), take.player, wav}) sound.push_back(word);
    page +=
        fmt::format("| {} | {} | {} | {:.0f} |\n", take.player, take.performance, take.from + 1, take.bpm);
  }
  const auto told = [&](const char* head, const char* how, const std::vector<std::string>& args,
                        const std::string& sheet) {
    page += fmt::format("\n## {}\n\n{}\n\n```\n{}```\n\n", head, how, wrapped(program.run(args)));
    page += checks(program, sheet, temp.path("takes"), wasm);
  };
  told("From MIDI", "The sheet as the program prints it:", midi, temp.path("midi"));
  told("From sound",
       "The same strokes with one recorded kit in one measured room, heard by the ear from the files:", sound,
       temp.path("sound"));
  return page;
}

}  // namespace firstchair::bench
