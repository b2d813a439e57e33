// Each function answers one question to the book. docs/openapi.json describes them for programs.
#pragma once

#include <string>

#include "apps/server/http/http.h"
#include "book/look.h"
#include "store/book.h"

namespace firstchair::server {

// Lists those of the book, or with a player's own key that one alone.
Response players(const Request& request, const store::Book& book);
Response takes(const Request& request, const store::Book& book, const Player& player);
// `id` is "12", "12/about" or "12/take.html".
Response take(std::string id, const store::Book& book);
// Does what the page asks of a take and answers with it. `id` is "12/discard", "12/undo", "12/count" or
// "12/uncount".
Response change(const std::string& id, store::Book& book);
Response undo(store::Book& book, const Player& player);  // of the take that was discarded last
Response items(const History& history);
Response progress(const std::string& item, const store::Book& book, const History& history);
Response limits(const std::string& item, const History& history);  // item empty: the last limit of every item
Response compare(const Request& request, const store::Book& book);
// Answers with tab where that keeps the item, else with MIDI where that does.
Response chart(const std::string& item, const store::Book& book, const Player& player);

}  // namespace firstchair::server
