/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Linked once for each room with the libraries of that room and of those that it may call, all of
 * them whole: a call to any other room is an undefined symbol, and the program does not link.
 */
int main(void)
{
	return 0;
}
