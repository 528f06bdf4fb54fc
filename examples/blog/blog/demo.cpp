#include "demo.hpp"

#include <array>
#include <ostream>
#include <random>
#include <string_view>
#include <vector>

#include <portico/base/text.hpp>
#include <portico/portico.hpp>
#include <portico/project/project.hpp>

#include "models.hpp"

using namespace portico;

namespace blog {

namespace {

constexpr std::array<std::string_view, 12> first_names{"Ada",  "Ben",   "Chiara", "Dov",  "Elif", "Farid",
                                                       "Greta", "Hanna", "Ivo",    "Jun",  "Kofi", "Lena"};
constexpr std::array<std::string_view, 10> last_names{"Archer", "Brandt", "Castell", "Duarte", "Eklund",
                                                      "Fabre",  "Grimm",  "Haddad",  "Ito",    "Jansen"};
constexpr std::array<std::string_view, 20> topics{
    "Harbour", "Gardens", "Bread",   "Maps",    "Trains", "Letters", "Winter", "Rivers",   "Markets", "Clocks",
    "Bridges", "Islands", "Weather", "Kitchens", "Music",  "Walking", "Stars",  "Workshops", "Forests", "Painting"};
constexpr std::array<std::string_view, 40> words{
    "the",    "old",   "harbour", "light",  "over",   "water",  "a",      "quiet", "morning", "with",
    "bread",  "and",   "salt",    "people", "who",    "walk",   "slowly", "past",  "green",   "doors",
    "while",  "rain",  "falls",   "on",     "stone",  "some",   "letters", "never", "arrive",  "but",
    "others", "come",  "late",    "under",  "bright", "lamps",  "near",   "every", "bridge",  "again"};
constexpr std::array<std::string_view, 6> titles{"Notes on", "A year of", "Why we love", "Small", "Forgotten", "Learning from"};

/// Draws the same things for the same seed, on every machine.
class Dice {
public:
    explicit Dice(std::int64_t seed) : engine_(static_cast<std::uint64_t>(seed)) {}

    std::size_t below(std::size_t bound) { return engine_() % bound; }
    bool once_in(std::size_t n) { return below(n) == 0; }
    template <class Range> const auto& one_of(const Range& range) { return range[below(range.size())]; }

    std::string sentence() {
        std::string out;
        for (std::size_t left = 6 + below(10); left > 0; --left) out.append(one_of(words)).append(left > 1 ? " " : ". ");
        return text::capfirst(out);
    }
    std::string text(std::size_t sentences) {
        std::string out;
        for (std::size_t i = 0; i < sentences; ++i) out += sentence();
        return std::string(portico::text::trim(out));
    }

private:
    std::mt19937_64 engine_;
};

std::vector<Author> make_authors(Dice& dice) {
    std::vector<Author> authors;
    for (int i = 0; i < 30; ++i) {
        std::string name = std::string(first_names[static_cast<std::size_t>(i) % first_names.size()]) + " " +
                           std::string(last_names[static_cast<std::size_t>(i) % last_names.size()]);
        authors.push_back(Author::objects.create({.name = name,
                                                  .email = text::slugify(name) + std::to_string(i) + "@example.org",
                                                  .bio = dice.once_in(3) ? "" : dice.text(2),
                                                  .active = i % 6 != 5}));
    }
    return authors;
}

std::vector<Tag> make_tags() {
    std::vector<Tag> tags;
    for (auto topic : topics) {
        tags.push_back(Tag::objects.create({.name = std::string(topic), .slug = text::slugify(topic)}));
    }
    return tags;
}

Post a_post(Dice& dice, int number, const std::vector<Author>& authors, DateTime newest) {
    auto title = std::string(dice.one_of(titles)) + " " + text::lower(dice.one_of(topics)) + " " + std::to_string(number);
    bool published = !dice.once_in(5);
    Post post{.title = title,
              .slug = text::slugify(title),
              .body = dice.text(12 + dice.below(20)),
              .status = published ? Status::published : Status::draft,
              .author = dice.one_of(authors),
              .views = static_cast<int>(dice.below(10'000)),
              .featured = dice.once_in(20)};
    if (published) post.published_at = newest - std::chrono::minutes(37) * number;
    if (dice.once_in(3)) post.reviewer = authors[dice.below(5)];
    if (!dice.once_in(4)) post.rating = Decimal::of_units(static_cast<std::int64_t>(dice.below(51)), 1);
    return post;
}

void add_comments(Dice& dice, const Post& post) {
    for (auto left = dice.below(3); left > 0; --left) {
        Comment::objects.create({.post = post,
                                 .name = std::string(dice.one_of(first_names)),
                                 .text = dice.text(1 + dice.below(2)),
                                 .approved = !dice.once_in(8)});
    }
}

}  // namespace

int make_demo(Project& project, const DemoArguments& arguments) {
    if (arguments.if_empty && Post::objects.exists()) return 0;
    if (Post::objects.exists()) {
        throw Error("there are posts in this database already", "run it on an empty one, or with --if-empty");
    }
    Dice dice(arguments.seed);
    const DateTime newest = *parse_date_time("2026-11-01T12:00:00Z");
    orm::atomic([&] {
        auto authors = make_authors(dice);
        auto tags = make_tags();
        for (int number = 1; number <= arguments.posts; ++number) {
            Post post = a_post(dice, number, authors, newest);
            post.save();
            post.related(&Post::tags).add(dice.one_of(tags));
            if (dice.once_in(2)) post.related(&Post::tags).add(dice.one_of(tags));
            add_comments(dice, post);
        }
    });
    project.out() << "made " << Author::objects.count() << " authors, " << Tag::objects.count() << " tags, "
                  << Post::objects.count() << " posts and " << Comment::objects.count() << " comments\n";
    return 0;
}

}  // namespace blog
