// This file writes what the book's API says as JSON. docs/openapi.json describes it for programs.
//
// An interval is [value, low, high] at 95 %, or null where it is not known; negative is early.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "book/day.h"
#include "book/look.h"
#include "report/data/json_writer.h"

namespace firstchair::server {

// `text` is the row that a terminal prints.
void write_take(report::JsonWriter& json, std::string_view key, const KeptTake& take, std::string_view text);
void write_limit(report::JsonWriter& json, const LimitKept& limit, std::string_view title);
void write_levels(report::JsonWriter& json, std::span<const teacher::Level> track);
void write_goals(report::JsonWriter& json, std::span<const book::GoalStanding> goals);
void write_comparison(report::JsonWriter& json, const Comparison& line);
// Writes the fields of the object that is open: advice, plan and, where it was asked for, done.
void write_today(report::JsonWriter& json, const book::Today& today);
void write_about(report::JsonWriter& json, const store::BookTake& take, std::string_view text);

// Writes null where nothing is known.
void write_level(report::JsonWriter& json, std::string_view key, const teacher::Level& level);

}  // namespace firstchair::server
