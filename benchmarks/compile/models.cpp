// Ten models of eight fields, described and installed. benchmarks/compile-cost counts what they add to the file without them.
#include <portico/orm/models.hpp>

#ifdef MEASURED
using namespace portico;

enum class State { draft, open, closed };

struct Author : orm::Model<Author> {
    orm::Id<> id{};
    std::string title{};
    std::string slug{};
    State state = State::draft;
    int level = 0;
    std::optional<DateTime> published_at{};
    int views = 0;
    Decimal price{};
    static void describe(orm::Describe<Author>& model) {
        model.field(&Author::title).max_length(200);
        model.field(&Author::slug).slug().unique();
        model.ordering(-F(&Author::published_at));
        model.index(&Author::state, &Author::published_at);
        model.display(&Author::title);
    }
};

struct Tag : orm::Model<Tag> {
    orm::Id<> id{};
    std::string title{};
    std::string slug{};
    State state = State::draft;
    orm::ForeignKey<Author> parent{};
    std::optional<DateTime> published_at{};
    int views = 0;
    Decimal price{};
    static void describe(orm::Describe<Tag>& model) {
        model.field(&Tag::title).max_length(200);
        model.field(&Tag::slug).slug().unique();
        model.ordering(-F(&Tag::published_at));
        model.index(&Tag::state, &Tag::published_at);
        model.display(&Tag::title);
    }
};

struct Category : orm::Model<Category> {
    orm::Id<> id{};
    std::string title{};
    std::string slug{};
    State state = State::draft;
    orm::ForeignKey<Tag> parent{};
    std::optional<DateTime> published_at{};
    int views = 0;
    Decimal price{};
    static void describe(orm::Describe<Category>& model) {
        model.field(&Category::title).max_length(200);
        model.field(&Category::slug).slug().unique();
        model.ordering(-F(&Category::published_at));
        model.index(&Category::state, &Category::published_at);
        model.display(&Category::title);
    }
};

struct Post : orm::Model<Post> {
    orm::Id<> id{};
    std::string title{};
    std::string slug{};
    State state = State::draft;
    orm::ForeignKey<Category> parent{};
    std::optional<DateTime> published_at{};
    int views = 0;
    Decimal price{};
    static void describe(orm::Describe<Post>& model) {
        model.field(&Post::title).max_length(200);
        model.field(&Post::slug).slug().unique();
        model.ordering(-F(&Post::published_at));
        model.index(&Post::state, &Post::published_at);
        model.display(&Post::title);
    }
};

struct Comment : orm::Model<Comment> {
    orm::Id<> id{};
    std::string title{};
    std::string slug{};
    State state = State::draft;
    orm::ForeignKey<Post> parent{};
    std::optional<DateTime> published_at{};
    int views = 0;
    Decimal price{};
    static void describe(orm::Describe<Comment>& model) {
        model.field(&Comment::title).max_length(200);
        model.field(&Comment::slug).slug().unique();
        model.ordering(-F(&Comment::published_at));
        model.index(&Comment::state, &Comment::published_at);
        model.display(&Comment::title);
    }
};

struct Customer : orm::Model<Customer> {
    orm::Id<> id{};
    std::string title{};
    std::string slug{};
    State state = State::draft;
    orm::ForeignKey<Comment> parent{};
    std::optional<DateTime> published_at{};
    int views = 0;
    Decimal price{};
    static void describe(orm::Describe<Customer>& model) {
        model.field(&Customer::title).max_length(200);
        model.field(&Customer::slug).slug().unique();
        model.ordering(-F(&Customer::published_at));
        model.index(&Customer::state, &Customer::published_at);
        model.display(&Customer::title);
    }
};

struct Product : orm::Model<Product> {
    orm::Id<> id{};
    std::string title{};
    std::string slug{};
    State state = State::draft;
    orm::ForeignKey<Customer> parent{};
    std::optional<DateTime> published_at{};
    int views = 0;
    Decimal price{};
    static void describe(orm::Describe<Product>& model) {
        model.field(&Product::title).max_length(200);
        model.field(&Product::slug).slug().unique();
        model.ordering(-F(&Product::published_at));
        model.index(&Product::state, &Product::published_at);
        model.display(&Product::title);
    }
};

struct Order : orm::Model<Order> {
    orm::Id<> id{};
    std::string title{};
    std::string slug{};
    State state = State::draft;
    orm::ForeignKey<Product> parent{};
    std::optional<DateTime> published_at{};
    int views = 0;
    Decimal price{};
    static void describe(orm::Describe<Order>& model) {
        model.field(&Order::title).max_length(200);
        model.field(&Order::slug).slug().unique();
        model.ordering(-F(&Order::published_at));
        model.index(&Order::state, &Order::published_at);
        model.display(&Order::title);
    }
};

struct Invoice : orm::Model<Invoice> {
    orm::Id<> id{};
    std::string title{};
    std::string slug{};
    State state = State::draft;
    orm::ForeignKey<Order> parent{};
    std::optional<DateTime> published_at{};
    int views = 0;
    Decimal price{};
    static void describe(orm::Describe<Invoice>& model) {
        model.field(&Invoice::title).max_length(200);
        model.field(&Invoice::slug).slug().unique();
        model.ordering(-F(&Invoice::published_at));
        model.index(&Invoice::state, &Invoice::published_at);
        model.display(&Invoice::title);
    }
};

struct Message : orm::Model<Message> {
    orm::Id<> id{};
    std::string title{};
    std::string slug{};
    State state = State::draft;
    orm::ForeignKey<Invoice> parent{};
    std::optional<DateTime> published_at{};
    int views = 0;
    Decimal price{};
    static void describe(orm::Describe<Message>& model) {
        model.field(&Message::title).max_length(200);
        model.field(&Message::slug).slug().unique();
        model.ordering(-F(&Message::published_at));
        model.index(&Message::state, &Message::published_at);
        model.display(&Message::title);
    }
};

orm::Models all_models_of_this_file() { return orm::models<Author, Tag, Category, Post, Comment, Customer, Product, Order, Invoice, Message>(); }
#endif
