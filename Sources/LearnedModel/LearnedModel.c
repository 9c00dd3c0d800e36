#include "LearnedModel.h"

/* A file of C and not a Swift value: with another model only this is compiled again. */
#if defined(__has_embed)
#if __has_embed("../../learned/model.txt")
#pragma clang diagnostic ignored "-Wc23-extensions"
static const unsigned char model[] = {
#embed "../../learned/model.txt"
};
#define MODEL_SIZE sizeof(model)
#endif
#endif

#ifndef MODEL_SIZE
static const unsigned char model[] = {0};
#define MODEL_SIZE 0
#endif

const unsigned char *runbook_learned(size_t *size) {
  *size = MODEL_SIZE;
  return model;
}
