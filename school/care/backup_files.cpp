#include "school/care/backup_files.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "store/json_bounds.h"

namespace firstchair::school {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kMostFacts = 64 << 20;

Result<Done> write_whole(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) return Error{ErrorCode::unwritable, path, "the backup cannot be written", "Make room"};
  return Done{};
}

Result<std::string> read_whole(const std::string& path) {
  std::error_code failed;
  if (std::filesystem::file_size(path, failed) > kMostFacts || failed)
    return Error{
        failed ? ErrorCode::not_found : ErrorCode::malformed, path, "this is no backup of a school", {}};
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

std::string database_file(const std::string& folder, bool postgres) {
  return folder + (postgres ? "/database.dump" : "/database.sqlite");
}

Result<Done> write_facts(const std::string& folder, const BackupFacts& facts) {
  Json schools = Json::array();
  for (const auto& [school, sums] : facts.schools) {
    Json tables = Json::array();
    for (const TableSum& one : sums)
      tables.push_back({{"table", one.table}, {"rows", one.rows}, {"hash", one.hash}});
    schools.push_back({{"school", school}, {"tables", std::move(tables)}});
  }
  const Json json{{"made_s", facts.at_s},        {"step", facts.step},
                  {"postgres", facts.postgres},  {"database", facts.database_hash},
                  {"sounds", facts.sounds_hash}, {"schools", std::move(schools)}};
  return write_whole(folder + "/backup.json", json.dump(1) + "\n");
}

Result<BackupFacts> read_facts(const std::string& folder) {
  const auto text = read_whole(folder + "/backup.json");
  if (!text) return text.error();
  const Error wrong{ErrorCode::malformed, folder + "/backup.json", "this is not as a backup has it", {}};
  if (!store::within(*text, {.depth = 8, .values = 1'000'000})) return wrong;
  const Json json = Json::parse(*text, nullptr, false);
  if (!json.is_object()) return wrong;
  BackupFacts facts;
  try {
    facts.at_s = json.at("made_s").get<std::int64_t>();
    facts.step = json.at("step").get<std::size_t>();
    facts.postgres = json.at("postgres").get<bool>();
    facts.database_hash = json.at("database").get<std::string>();
    facts.sounds_hash = json.at("sounds").get<std::string>();
    for (const Json& school : json.at("schools"))
      for (const Json& one : school.at("tables"))
        facts.schools[school.at("school").get<std::int64_t>()].push_back({one.at("table").get<std::string>(),
                                                                          one.at("rows").get<std::int64_t>(),
                                                                          one.at("hash").get<std::string>()});
  } catch (const Json::exception&) {
    return wrong;
  }
  return facts;
}

Result<Done> write_sounds(const std::string& folder, const SoundList& sounds) {
  std::string text;
  for (const auto& [school, hash] : sounds) text += fmt::format("{} {}\n", school, hash);
  return write_whole(folder + "/sound.txt", text);
}

Result<SoundList> read_sounds(const std::string& folder) {
  const auto text = read_whole(folder + "/sound.txt");
  if (!text) return text.error();
  SoundList sounds;
  std::istringstream lines(*text);
  std::int64_t school = 0;
  std::string hash;
  while (lines >> school >> hash) sounds.emplace_back(school, hash);
  return sounds;
}

Result<std::map<std::int64_t, std::vector<TableSum>>> all_sums(sql::Connection& connection, std::size_t step,
                                                               bool postgres, SoundList& sounds) {
  const auto tables = tables_at(step);
  if (!tables) return tables.error();
  const auto schools = connection.ask("SELECT school FROM schools ORDER BY school", {});
  if (!schools) return schools.error();
  std::map<std::int64_t, std::vector<TableSum>> all;
  for (const sql::Row& row : *schools) {
    const std::int64_t school = row.integer(0);
    if (postgres)
      if (const Result<Done> set = connection.run(fmt::format("SET LOCAL firstchair.school = {}", school));
          !set)
        return set.error();
    auto sums = sums_of(connection, *tables, school);
    if (!sums) return sums.error();
    all[school] = std::move(*sums);
    const auto kept = connection.ask(
        "SELECT DISTINCT sound FROM submissions WHERE school = $1 AND sound <> '' ORDER BY sound", {school});
    if (!kept) return kept.error();
    for (const sql::Row& one : *kept) sounds.emplace_back(school, one.text(0));
  }
  return all;
}

}  // namespace firstchair::school
