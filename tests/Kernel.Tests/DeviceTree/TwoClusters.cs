using Pilevisor.Fakes;

namespace Pilevisor.Kernel.Tests;

/// <summary>A machine with two clusters of two CPUs, of which two wait in a spin table, and with RAM in three nodes of the tree.</summary>
internal static class TwoClusters
{
    public static byte[] Blob() => DeviceTreeCompiler.Compile("""
        /dts-v1/;
        / {
            #address-cells = <2>; #size-cells = <2>;
            memory@0 { device_type = "memory"; reg = <0 0 0 0x30000000>; };
            memory@30000000 { device_type = "memory"; reg = <0 0x30000000 0 0x50000000>; };
            memory@800000000 { device_type = "memory"; reg = <8 0 0 0x80000000>; };
            reserved-memory {
                #address-cells = <2>; #size-cells = <2>; ranges;
                secure@20000000 { reg = <0 0x20000000 0 0x100000>; no-map; };
                rpu@3ed00000 { reg = <0 0x3ed00000 0 0x40000>; };
            };
            cpus {
                #address-cells = <1>; #size-cells = <0>;
                cpu@0 { device_type = "cpu"; reg = <0>; enable-method = "spin-table"; cpu-release-addr = <0 0xd8>; };
                cpu@1 { device_type = "cpu"; reg = <1>; enable-method = "spin-table"; cpu-release-addr = <1 0>; };
                cpu@100 { device_type = "cpu"; reg = <0x100>; enable-method = "psci"; cpu-release-addr = <0 0xe8>; };
                cpu@101 { device_type = "cpu"; reg = <0x101>; enable-method = "spin-table"; };
            };
        };
        """);
}
