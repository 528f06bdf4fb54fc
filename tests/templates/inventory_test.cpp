#include <portico/templates/inventory.hpp>

#include <gmock/gmock.h>

#include "render_text.hpp"

using namespace portico;
using namespace portico::templates;
using testing::Contains;

TEST(Inventory, NamesWhatComesWithTheEngine) {
    Engine engine = engine_of({});
    EXPECT_THAT(tags_of(engine), Contains(RegisteredTag{"", "for"}));
    EXPECT_THAT(filters_of(engine), Contains(RegisteredFilter{"humanize", "intcomma", true, false, true}));
}

TEST(Inventory, NamesTheApplicationsOwn) {
    EngineOptions options;
    options.libraries.push_back(library("shop")
                                    .filter("times", [](std::int64_t number, std::int64_t factor) { return number * factor; })
                                    .simple_tag("stars", [] { return "*"; }));
    Engine engine = engine_of({}, std::move(options));
    EXPECT_THAT(tags_of(engine), Contains(RegisteredTag{"shop", "stars"}));
    EXPECT_THAT(filters_of(engine), Contains(RegisteredFilter{"shop", "times", true, true, false}));
}
