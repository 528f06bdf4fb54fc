// conditions on two different models can't be joined; reach the other by a path
#include "../blog_models.hpp"
auto both = (F(&blog::Author::name) == "Ann") && (F(&blog::Post::title) == "Open");
