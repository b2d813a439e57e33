// Any bytes as what one connection sends, from the first byte to the answers, without a socket. What is not
// let in is not answered by a room; every answer is one response of HTTP and nothing behind it.
#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "apps/server/api/book_api.h"
#include "apps/server/api/routes.h"
#include "apps/server/http/exchange.h"

namespace firstchair::server {
namespace {

namespace fs = std::filesystem;

constexpr const char* kToken = "0123456789abcdef0123456789abcdef";  // that of the seeds

// The rooms behind the door, with a folder of their own.
struct House {
  House() {
    std::string name = (fs::temp_directory_path() / "firstchair-fuzz-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    folder = name;
    fs::create_directory(folder / "page");
    std::ofstream(folder / "page" / "index.html") << "<!doctype html>";
    jobs = std::make_unique<Jobs>(
        JobLimits{.folder = folder.string(), .workers = 0}, [](const JobView&) {}, io::Cage{});
    routes = std::make_unique<Routes>(*PageFiles::read((folder / "page").string()), judge::default_norms(),
                                      *jobs, io::Cage{});
    book = std::make_unique<BookApi>((folder / "book.sqlite").string(), judge::default_norms(), io::Cage{});
  }
  ~House() {
    jobs.reset();
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
  fs::path folder;
  std::unique_ptr<Jobs> jobs;
  std::unique_ptr<Routes> routes;
  std::unique_ptr<BookApi> book;
  int uploads = 0;
};

void demand(bool law) {
  if (!law) std::abort();
}

// The answer on the wire, read as a browser would read it.
void check(const http::request_header<>& header, Response answer, bool keep) {
  std::ostringstream wire;
  wire << text_response(header, std::move(answer), keep);
  const std::string bytes = wire.str();
  http::response_parser<http::string_body> parser;
  parser.skip(header.method() == http::verb::head);
  parser.eager(true);
  parser.body_limit(boost::none);  // a chart of 100,000 bars is more than a browser's usual 8 MB
  beast::error_code failed;
  const std::size_t used = parser.put(boost::asio::buffer(bytes), failed);
  demand(!failed && parser.is_done() && used == bytes.size());
  demand(parser.get()["X-Content-Type-Options"] == "nosniff");
  demand(parser.get().result_int() >= 200 && parser.get().result_int() < 600);
}

Response answer_of(House& house, const http::request<http::string_body>& sent, const Target& target) {
  Request request{.method = std::string(of_beast(sent.method_string())),
                  .path = target.path,
                  .query = target.query,
                  .body = {},
                  .upload = {},
                  .client = "127.0.0.1",
                  .only = {}};
  if (is_of_book(request.path)) {
    request.body = sent.body();
    return house.book->answer(request);
  }
  if (!is_upload(request.method, request.path)) {
    request.body = sent.body();
    return house.routes->answer(request);
  }
  request.upload = (house.folder / std::to_string(++house.uploads)).string();
  std::ofstream(request.upload, std::ios::binary) << sent.body();
  Response response = house.routes->answer(request);
  std::error_code ignored;
  if (response.status != 202) fs::remove(request.upload, ignored);
  return response;
}

}  // namespace
}  // namespace firstchair::server

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair::server;
  static House house;
  const Gate gate{"127.0.0.1", 8808, "http://", kToken};
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  while (!bytes.empty()) {
    http::request_parser<http::string_body> parser;
    parser.header_limit(16 << 10);
    parser.body_limit(1 << 20);
    parser.eager(true);
    beast::error_code failed;
    const std::size_t used = parser.put(boost::asio::buffer(bytes.data(), bytes.size()), failed);
    bytes.remove_prefix(std::min(used, bytes.size()));
    if (failed && failed != http::error::need_more) {
      check(parser.get().base(), json_error(400, "not a request"), false);
      break;
    }
    if (!parser.is_header_done()) break;
    const http::request<http::string_body>& sent = parser.get();
    const Target target = parse_target(of_beast(sent.target()));
    std::optional<Response> answer = refusal(sent.base(), target, gate);
    if (answer) {
      demand(answer->status >= 400);
      check(sent.base(), std::move(*answer), false);
      break;
    }
    if (target.path.starts_with("/api/"))  // only with the token
      demand(of_beast(sent["X-Firstchair-Token"]) == kToken || target.query.at("token") == kToken);
    if (!parser.is_done() || used == 0) break;
    check(sent.base(), answer_of(house, sent, target), parser.keep_alive());
  }
  return 0;
}
