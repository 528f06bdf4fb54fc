/// The pages.
#pragma once

namespace portico {
class Request;
class Response;
}  // namespace portico

namespace bench {

portico::Response plaintext(portico::Request& request);
portico::Response fortunes(portico::Request& request);
portico::Response post_list(portico::Request& request);

}  // namespace bench
