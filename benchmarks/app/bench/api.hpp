/// The JSON endpoints; their types are the contract.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <portico/api/endpoint.hpp>

#include "models.hpp"

namespace bench {

namespace api = portico::api;

struct Greeting {
    std::string message{};
};

struct WorldOut {
    std::int64_t id = 0;
    int randomNumber = 0;
};

struct AuthorOut {
    std::int64_t id = 0;
    std::string name{};
    std::string email{};
};

struct PostOut {
    std::int64_t id = 0;
    std::string title{};
    std::string body{};
    bool published = false;
    DateTime created{};
    AuthorOut author{};
};

struct PostIn {
    std::string title{};
    std::string body{};
    std::int64_t author = 0;

    static void describe(portico::Describe<PostIn>& post) {
        post.field(&PostIn::title).length(1, 200);
        post.field(&PostIn::body).min_length(1);
    }
};

/// How many rows: what is no number is 1, and 1 to 500 are the bounds, as the SPEC has it.
using Count = api::Param<"n", std::optional<std::string>>;

Greeting hello();
WorldOut random_world();
std::vector<WorldOut> random_worlds(Count n);
/// Gives other numbers to n different rows.
std::vector<WorldOut> update_worlds(Count n);

std::vector<PostOut> newest_posts();
/// Makes a draft.
api::Created<PostOut> create_post(api::Body<PostIn> post);

}  // namespace bench
