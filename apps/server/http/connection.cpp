#include "apps/server/http/connection.h"

#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <optional>

namespace firstchair::server {

namespace asio = boost::asio;
namespace beast = boost::beast;

std::shared_ptr<asio::ssl::context> tls_context(const std::string& pem) {
  auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  beast::error_code failed;
  if (SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION) != 1) return nullptr;
  context->use_certificate(asio::buffer(pem), asio::ssl::context::pem, failed);
  if (!failed) context->use_private_key(asio::buffer(pem), asio::ssl::context::pem, failed);
  return failed ? nullptr : context;
}

struct Connection::Inside {
  explicit Inside(asio::ip::tcp::socket socket) : stream(std::move(socket)) {}
  beast::tcp_stream stream;
  std::optional<asio::ssl::stream<beast::tcp_stream&>> tls;  // in the clear without
};

Connection::Connection(asio::ip::tcp::socket socket) : inside_(std::make_unique<Inside>(std::move(socket))) {}
Connection::Connection(Connection&& other) noexcept = default;
Connection::~Connection() = default;

beast::tcp_stream& Connection::next_layer() {
  return inside_->stream;
}
const beast::tcp_stream& Connection::next_layer() const {
  return inside_->stream;
}

void Connection::secure(asio::ssl::context& context, asio::const_buffer before, Finished finished) {
  inside_->tls.emplace(inside_->stream, context);
  inside_->tls->async_handshake(asio::ssl::stream_base::server, before, std::move(finished));
}
void Connection::read_some(const std::vector<asio::mutable_buffer>& into, Finished finished) {
  if (inside_->tls) {
    inside_->tls->async_read_some(into, std::move(finished));
  } else {
    inside_->stream.async_read_some(into, std::move(finished));
  }
}
void Connection::write_some(const std::vector<asio::const_buffer>& from, Finished finished) {
  if (inside_->tls) {
    inside_->tls->async_write_some(from, std::move(finished));
  } else {
    inside_->stream.async_write_some(from, std::move(finished));
  }
}

}  // namespace firstchair::server
