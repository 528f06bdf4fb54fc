// only JSON has keys
#include "../blog_models.hpp"
auto key = F(&blog::Post::title).key("a");
