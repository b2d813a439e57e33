// These parts of a take.json have files of their own. Each writes its fields into the object that is open.
#pragma once

#include <string_view>
#include <vector>

#include "engine/core/take.h"
#include "report/data/json_writer.h"

namespace firstchair::report {

// Writes "source": the file, and what is known of how it was recorded.
void write_source(JsonWriter& json, const Take& take);
// Writes "kit": the strokes that an e-kit made by itself.
void write_kit(JsonWriter& json, const std::vector<KitStrokes>& kit);
// Writes "chart".
void write_chart(JsonWriter& json, const Chart& c);
// Writes "hits".
// `ear` is the name of its weights.
void write_hits(JsonWriter& json, const Take& take, std::string_view ear);
// Writes "matches", "passages", "departures" and "pulse".
void write_alignment(JsonWriter& json, const Take& take);
// Writes one metric as an object; an empty key: as an element of the array that is open.
void write_metric(JsonWriter& json, std::string_view key, const Metric& m);
// Writes "metrics", "positions", "floor_ms" and "outliers".
void write_verdict(JsonWriter& json, const Verdict& v);

}  // namespace firstchair::report
