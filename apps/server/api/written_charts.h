// Charts that a player wrote: the page sends every version into the book, and other devices of that player
// have them from there. docs/openapi.json describes the calls for programs.
#pragma once

#include <string>

#include "apps/server/http/http.h"
#include "io/files/cage.h"
#include "store/book.h"

namespace firstchair::server {

// Lists the charts that are not thrown away, the one written last first.
Response written_charts(const store::Book& book, const Player& player);
// Answers with every version that is kept of one chart.
Response chart_versions(const std::string& id, const store::Book& book, const Player& player);
// Reads a version from the request's body. A text that is not empty is read as a chart, in the cage. Errors:
// usage (a field is missing or no such thing), too_large, those of sent_chart().
Result<store::WrittenChart> sent_version(const std::string& body, const io::Cage& cage);
Response keep_version(const store::WrittenChart& version, store::Book& book, const Player& player);

}  // namespace firstchair::server
