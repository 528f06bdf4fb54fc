#include "forms.hpp"

template const portico::TypeInfo& portico::install_type<blog::CommentFields>();
