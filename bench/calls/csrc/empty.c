/* empty: what start.c is compared with. */
int main(void)
{
	return 0;
}
