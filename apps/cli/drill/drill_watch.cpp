#include "apps/cli/drill/drill_watch.h"

#include <thread>

#include "apps/cli/live/screen.h"
#include "report/text/text.h"

namespace firstchair::cli {

constexpr auto kStatusTurn = std::chrono::milliseconds(200);

void DrillWatch::tell_silence(std::string& message, const std::string& said) {
  if (said.empty()) {
    if (message == silence_) message.clear();
    silence_.clear();
  } else if (silence_.empty()) {
    silence_ = said;
    if (terminal_.plain()) terminal_.line(said);
    message = said;
  }
}

std::optional<Ended> DrillWatch::turn(const live::LiveRun& run, int& dropouts, std::string& message,
                                      bool over, const std::function<std::string()>& screen) {
  if (!look_at_device(run, dropouts, message)) return Ended::lost;
  terminal_.draw(screen());
  if (over) return Ended::over;
  if (asked_to_end() || terminal_.key() == 'q') return Ended::asked;
  std::this_thread::sleep_for(kTurn);
  return std::nullopt;
}

// Now and then; false: it is lost.
bool DrillWatch::look_at_device(const live::LiveRun& run, int& dropouts, std::string& message) {
  if (std::chrono::steady_clock::now() < next_look_) return true;
  next_look_ += kStatusTurn;
  const io::LiveAudioStatus status = stage_.status();
  dropouts = status.xruns;
  if (status.lost) {
    terminal_.line(report::plain(status.why));
    return false;
  }
  // A plug that was pulled is told at once, and once.
  if (status.unheard != unheard_) {
    if (!status.unheard.empty()) terminal_.line(report::plain(status.unheard) + ".");
    unheard_ = status.unheard;
  }
  if (const std::optional<Error> trouble = run.trouble(); trouble && message.empty()) {
    message = report::plain(trouble->line());
    if (terminal_.plain()) terminal_.line(message);
  }
  return true;
}

}  // namespace firstchair::cli
