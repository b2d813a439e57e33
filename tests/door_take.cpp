// door_take SETTINGS [again]: the first fixed take's sound through a page's drill, in a browser's blocks,
// here. Prints every news and the take, a line each, as a page gets them; tests/door.mjs and the browser
// tests hold WebAssembly against it. With `again` it prints only the take as it is heard again, when it is
// over.
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "charts/tab/tab.h"
#include "door/page_again.h"
#include "door/page_drill.h"
#include "engine/fixed_takes.h"
#include "engine/judge/norms.h"
#include "report/report.h"

int main(int argc, char** argv) {
  using namespace firstchair;
  const bool again = argc == 3 && std::string_view(argv[2]) == "again";
  if (argc != 2 && !again) return 2;
  const FixedTake fixed = std::move(fixed_takes(judge::Norms{}).front());
  const Result<Chart> chart = charts::read_tab(charts::write_tab(*fixed.config.chart));
  if (!chart) return 1;
  const Result<door::PageDrillSettings> settings = door::parse_drill_settings(argv[1], *chart);
  if (!settings) {
    std::fprintf(stderr, "%s\n", settings.error().line().c_str());
    return 2;
  }
  if (again) {
    Result<door::PageAgain> hearing = door::PageAgain::make(*chart, *settings, judge::default_norms());
    if (!hearing) {
      std::fprintf(stderr, "%s\n", hearing.error().line().c_str());
      return 1;
    }
    hearing->push(fixed.sound);
    std::printf("%s\n", report::take_json(hearing->finish(), hearing->ear()).c_str());
    return 0;
  }
  Result<door::PageDrill> drill = door::PageDrill::make(*chart, *settings, judge::default_norms());
  if (!drill) {
    std::fprintf(stderr, "%s\n", drill.error().line().c_str());
    return 1;
  }
  std::printf("%s\n", drill->plan_json().c_str());
  constexpr std::size_t kBlock = 128;
  const std::span<const float> sound = fixed.sound;
  for (std::size_t at = 0; at + kBlock <= sound.size(); at += kBlock) {
    std::vector<float> out(kBlock);
    if (drill->block(sound.subspan(at, kBlock), out)) std::printf("%s\n", drill->news_json().c_str());
  }
  std::printf("%s\n", report::take_json(drill->finish(), ear::ear_weights_name()).c_str());
}
