// Auditions as the page reads them. docs/openapi.json describes the JSON for programs.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "apps/chairs/going_audition.h"
#include "apps/server/api/chairs_playing.h"
#include "io/files/cage.h"

namespace firstchair::server {

// Who asks: whoever directs sees every name; a player sees which of the players is he.
struct ChairsReader {
  bool directs = false;
  std::string only;  // a player's own key was shown
};

nlohmann::json audition_json(const audition::GoingAudition& going,
                             const std::vector<store::EntrantName>& names, const ChairsReader& reader,
                             std::int64_t now_s);
nlohmann::json opened_json(const OpenedAttempt& opened, const audition::Declaration& declaration);

// Reads what somebody wants to declare. The charts are base64 of drum tab, MIDI or MusicXML. Errors: usage
// (the body is not of that form), those of the charts, unsupported (unlike_an_audition).
Result<audition::Declaration> read_wish(const nlohmann::json& body, const io::Cage& cage);

}  // namespace firstchair::server
