/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SOCKVIEW_VIEW_METRICS_METRICS_INTERNAL_H
#define SOCKVIEW_VIEW_METRICS_METRICS_INTERNAL_H

#include "view/metrics/metrics.h"

/* Orders the groups, and sums up those that get no series of their own. */
void metrics_settle(struct metrics *metrics);

#endif
