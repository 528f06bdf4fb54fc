/// The JSON endpoints of the blog; their types are the contract.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <portico/api/endpoint.hpp>

#include "models.hpp"

namespace blog {

namespace api = portico::api;

struct AuthorOut {
    std::int64_t id = 0;
    std::string name{};
    std::string email{};
};

struct PostOut {
    std::int64_t id = 0;
    std::string title{};
    std::string slug{};
    std::string body{};
    bool published = false;
    std::optional<DateTime> published_at{};
    AuthorOut author{};
    std::vector<std::string> tags{};
};

struct PostIn {
    std::string title{};
    std::string body{};
    std::int64_t author = 0;
    std::vector<std::string> tags{};

    static void describe(portico::Describe<PostIn>& post) {
        post.field(&PostIn::title).length(1, 200);
        post.field(&PostIn::body).min_length(1);
        post.field(&PostIn::tags).length(0, 20);
    }
};

struct PageQuery {
    int page = 1;
    int size = 20;

    static void describe(portico::Describe<PageQuery>& query) {
        query.field(&PageQuery::page).min(1).default_value(1);
        query.field(&PageQuery::size).range(1, 100).default_value(20);
    }
};

/// The newest published posts, a page at a time, of one tag where one is given.
api::Page<PostOut> list_posts(api::Query<PageQuery> query, api::Param<"tag", std::optional<std::string>> tag);
/// Makes a draft.
api::Created<PostOut> create_post(api::Body<PostIn> post);
/// One published post.
PostOut get_post(api::Path<std::int64_t> id);

}  // namespace blog
