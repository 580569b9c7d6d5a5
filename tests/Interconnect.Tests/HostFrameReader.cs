namespace Pilevisor.Interconnect.Tests;

internal delegate T HostFrameReader<out T>(HostFrame frame);
