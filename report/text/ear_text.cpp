#include "report/text/ear_text.h"

#include <fmt/format.h>

#include "report/text/words.h"

namespace firstchair::report {

std::string ears_differ_text(const EarsDiffer& differ) {
  if (differ.only_now + differ.only_live + differ.renamed == 0)
    return "Heard again: every stroke as it was told while you played.";
  return fmt::format("Heard again: {} more, {} fewer, {} of another drum than was told while you played.",
                     count(differ.only_now, "stroke"), differ.only_live, differ.renamed);
}

}  // namespace firstchair::report
