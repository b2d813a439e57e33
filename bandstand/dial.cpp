#include "bandstand/dial.h"

#include <fmt/format.h>

#include "report/text/words.h"

namespace firstchair::bandstand {

Dial set_dial(const DialAsked& asked) {
  if (asked.follow <= kBlindFollow) return {asked.follow, {}};
  if (!asked.midi && !asked.measured)
    return {
        kBlindFollow,
        fmt::format("The delay is not known: follow is set to {}. Setup measures it; an e-kit needs none.",
                    report::number(kBlindFollow, 0))};
  if (asked.late_ms >= 60000 / asked.bpm)
    return {kBlindFollow,
            fmt::format("The output is {} ms late (Bluetooth?): at {} the band cannot follow; follow is set "
                        "to {}.",
                        report::number(asked.late_ms, 0), report::named_tempo(asked.bpm),
                        report::number(kBlindFollow, 0))};
  return {asked.follow, {}};
}

}  // namespace firstchair::bandstand
