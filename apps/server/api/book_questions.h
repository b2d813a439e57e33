// What the book is asked: one answer each. docs/openapi.json describes them for programs.
#pragma once

#include <string>

#include "apps/server/http/http.h"
#include "book/look.h"
#include "store/book.h"

namespace firstchair::server {

Response players(const store::Book& book);
Response takes(const Request& request, const store::Book& book, const Player& player);
// id: "12", "12/about" or "12/take.html".
Response take(std::string id, const store::Book& book);
Response items(const History& history);
Response progress(const std::string& item, const store::Book& book, const History& history);
Response limits(const std::string& item, const History& history);  // empty: of every item the last
Response compare(const Request& request, const store::Book& book);
// As tab where that keeps the item, else as MIDI where that does.
Response chart(const std::string& item, const store::Book& book, const Player& player);

}  // namespace firstchair::server
