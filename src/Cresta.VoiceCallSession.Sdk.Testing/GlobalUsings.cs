// The lock that the runtime has: the oldest target knows no System.Threading.Lock.
#if NET9_0_OR_GREATER
global using Lock = System.Threading.Lock;
#else
global using Lock = System.Object;
#endif
