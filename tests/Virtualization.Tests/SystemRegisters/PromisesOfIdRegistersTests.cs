using Pilevisor.Fakes;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

/// <summary>
/// What ID registers show is there, and what they hide is not: each field of each register that the policy hides stands here with what keeps the guest from the
/// feature on a CPU that has it, and each field that needs EL2's leave with that.
/// </summary>
public sealed class PromisesOfIdRegistersTests
{
    private static readonly Guard _hcrx = Guard.Written("HCRX_EL2", "S3_4_C1_C2_2");
    private static readonly Guard _fineReads = Guard.Written("HFGRTR_EL2", "S3_4_C1_C1_4");
    private static readonly Guard _fineInstructions = Guard.Written("HFGITR_EL2", "S3_4_C1_C1_6");
    private static readonly Guard _fineDebug = Guard.Written("HDFGRTR_EL2", "S3_4_C3_C1_4");
    private static readonly Guard _fineDebug2 = Guard.Written("HDFGRTR2_EL2", "S3_4_C3_C1_0");
    private static readonly Guard _fineReads2 = Guard.Written("HFGRTR2_EL2", "S3_4_C3_C1_2");
    private static readonly Guard _ras = Guard.Hcr("TERR", 36);
    private static readonly Guard[] _monitors = [Guard.Mdcr("TPM", 6), Guard.Mdcr("TPMCR", 5), Guard.Written("PMUSERENR_EL0", "pmuserenr_el0", "x7")];
    private static readonly Guard[] _partitions = [Guard.Written("MPAM2_EL2", "S3_4_C10_C5_0", "x7"), Guard.Written("MPAMHCR_EL2", "S3_4_C10_C4_0", "x7")];
    private static readonly Guard[] _tags = [Guard.Hcr("TID5", 58), Guard.NoHcr("ATA", 56)];

    private static readonly HiddenFeature[] _hidden =
    [
        // ID_AA64PFR0_EL1
        new("EL2", 4, 0, 8, [Guard.NoHcr("NV", 42)]),
        new("EL3", 4, 0, 12, [Guard.Hcr("TSC", 19)]),
        new("RAS", 4, 0, 28, [_ras], Register(3, 0, 5, 3, 0), Register(3, 0, 5, 3, 1), Register(3, 0, 5, 4, 0)),
        new("SVE", 4, 0, 32, [Guard.Cptr("TZ", 8)]),
        new("SEL2", 4, 0, 36, []),
        new("MPAM", 4, 0, 40, _partitions, Register(3, 0, 10, 5, 0), Register(3, 0, 10, 5, 1), Register(3, 0, 10, 4, 4)),
        new("AMU", 4, 0, 44, [Guard.Cptr("TAM", 30), Guard.Written("AMUSERENR_EL0", "S3_3_C13_C2_3", "x7")], Register(3, 3, 13, 2, 0), Register(3, 3, 13, 2, 3), Register(3, 3, 13, 4, 0)),
        new("RME", 4, 0, 52, []),

        // ID_AA64PFR1_EL1
        new("MTE", 4, 1, 8, _tags, Register(3, 1, 0, 0, 4), Register(3, 0, 1, 0, 6), Register(3, 0, 5, 6, 0)),
        new("RAS_frac", 4, 1, 12, [_ras]),
        new("MPAM_frac", 4, 1, 16, _partitions),
        new("reserved", 4, 1, 20, []),
        new("SME", 4, 1, 24, [Guard.Cptr("TSM", 12), Guard.Hcr("TID1", 16), _fineReads], Register(3, 1, 0, 0, 6), Register(3, 0, 1, 2, 4), Register(3, 3, 13, 0, 5)),
        new("RNDR_trap", 4, 1, 28, []),
        new("NMI", 4, 1, 36, [_hcrx]),
        new("MTE_frac", 4, 1, 40, _tags),
        new("GCS", 4, 1, 44, [_hcrx, _fineReads, _fineInstructions]),
        new("THE", 4, 1, 48, [_hcrx, _fineReads]),
        new("MTEX", 4, 1, 52, _tags),
        new("DF2", 4, 1, 56, [_hcrx]),
        new("PFAR", 4, 1, 60, [_fineReads2]),

        // ID_AA64DFR0_EL1
        new("TraceVer", 5, 0, 4, [Guard.Cptr("TTA", 20)], Register(2, 1, 0, 0, 7), Register(2, 1, 0, 1, 0)),
        new("PMUVer", 5, 0, 8, _monitors, Register(3, 3, 9, 12, 0), Register(3, 3, 9, 14, 0), Register(3, 3, 9, 13, 0), Register(3, 0, 9, 14, 1), Register(3, 3, 14, 8, 0)),
        new("PMSS", 5, 0, 16, [_fineDebug2]),
        new("SEBEP", 5, 0, 24, [_fineDebug2]),
        new("PMSVer", 5, 0, 32, [Guard.Mdcr("TPMS", 14), Guard.NoMdcr("E2PB", 12), Guard.NoMdcr("E2PB", 13)], Register(3, 0, 9, 9, 0), Register(3, 0, 9, 10, 0)),
        new("TraceFilt", 5, 0, 40, [Guard.Mdcr("TTRF", 19)], Register(3, 0, 1, 2, 1)),
        new("TraceBuffer", 5, 0, 44, [Guard.NoMdcr("E2TB", 24), Guard.NoMdcr("E2TB", 25)], Register(3, 0, 9, 11, 0)),
        new("MTPMU", 5, 0, 48, _monitors),
        new("BRBE", 5, 0, 52, [_fineDebug, _fineInstructions], Register(2, 1, 9, 0, 0)),
        new("reserved", 5, 0, 56, []),
        new("HPMN0", 5, 0, 60, _monitors),

        // ID_AA64ISAR0_EL1, ID_AA64ISAR1_EL1, ID_AA64ISAR2_EL1
        new("reserved", 6, 0, 0, []),
        new("TME", 6, 0, 24, [Guard.NoHcr("TME", 39)]),
        new("XS", 6, 1, 56, [_hcrx]),
        new("LS64", 6, 1, 60, [_hcrx, _fineReads]),
        new("MOPS", 6, 2, 16, [_hcrx]),
        new("SYSREG_128", 6, 2, 32, [_hcrx]),
        new("SYSINSTR_128", 6, 2, 36, [_hcrx]),
        new("PRFMSLC", 6, 2, 40, []),
        new("reserved", 6, 2, 44, []),
        new("RPRFM", 6, 2, 48, []),
        new("LUT", 6, 2, 56, []),
        new("ATS1A", 6, 2, 60, [_fineInstructions]),

        // ID_AA64MMFR0_EL1
        new("SNSMem", 7, 0, 12, []),
        new("TGran16_2", 7, 0, 32, []),
        new("TGran64_2", 7, 0, 36, []),
        new("TGran4_2", 7, 0, 40, []),
        new("reserved", 7, 0, 48, []),
        new("reserved", 7, 0, 52, []),
        new("FGT", 7, 0, 56, []),
        new("ECV", 7, 0, 60, [Guard.NoCnthctl("EL1PCTEN", 0)], Register(3, 3, 14, 0, 5)),

        // ID_AA64MMFR1_EL1
        new("HAFDBS", 7, 1, 0, []),
        new("VMIDBits", 7, 1, 4, []),
        new("VH", 7, 1, 8, [Guard.NoHcr("E2H", 34)]),
        new("LO", 7, 1, 16, [Guard.Hcr("TLOR", 35)], Register(3, 0, 10, 4, 0), Register(3, 0, 10, 4, 3), Register(3, 0, 10, 4, 7)),
        new("XNX", 7, 1, 28, []),
        new("TWED", 7, 1, 32, [Guard.NoHcr("TWE", 14)]),
        new("HCX", 7, 1, 40, [_hcrx]),
        new("TIDCP1", 7, 1, 52, []),
        new("CMOW", 7, 1, 56, [_hcrx]),
        new("ECBHB", 7, 1, 60, []),

        // ID_AA64MMFR2_EL1
        new("IESB", 7, 2, 12, []),
        new("NV", 7, 2, 24, [Guard.NoHcr("NV", 42)]),
        new("FWB", 7, 2, 40, [Guard.NoHcr("FWB", 46)]),
        new("reserved", 7, 2, 44, []),
        new("EVT", 7, 2, 56, []),

        // ID_PFR0_EL1, ID_PFR1_EL1, ID_DFR0_EL1, ID_PFR2_EL1, ID_MMFR5_EL1: what applications in AArch32 state could tell
        new("AMU of AArch32", 1, 0, 20, [Guard.Cptr("TAM", 30)]),
        new("RAS of AArch32", 1, 0, 28, []),
        new("Security", 1, 1, 4, []),
        new("Virtualization", 1, 1, 12, []),
        new("Sec_frac", 1, 1, 20, []),
        new("Virt_frac", 1, 1, 24, []),
        new("CopTrc", 1, 2, 12, [Guard.Cptr("TTA", 20)]),
        new("MMapTrc", 1, 2, 16, []),
        new("MProfDbg", 1, 2, 20, []),
        new("PerfMon", 1, 2, 24, _monitors),
        new("TraceFilt of AArch32", 1, 2, 28, []),
        new("RAS_frac of AArch32", 3, 4, 8, []),
        new("nTLBPA of AArch32", 3, 6, 4, []),
    ];

    private static readonly HiddenFeature[] _shown =
    [
        new("FP", 4, 0, 16, [Guard.NoCptr("TFP", 10)]),
        new("AdvSIMD", 4, 0, 20, [Guard.NoCptr("TFP", 10)]),
        new("CSV2", 4, 0, 56, [Guard.Hcr("EnSCXT", 53)]),
        new("DebugVer", 5, 0, 0, [Guard.NoMdcr("TDE", 8), Guard.NoMdcr("TDA", 9), Guard.NoMdcr("TDOSA", 10), Guard.NoMdcr("TDRA", 11)]),
        new("APA", 6, 1, 4, [Guard.Hcr("APK", 40), Guard.Hcr("API", 41)]),
        new("API", 6, 1, 8, [Guard.Hcr("APK", 40), Guard.Hcr("API", 41)]),
        new("GPA", 6, 1, 24, [Guard.Hcr("API", 41)]),
        new("GPI", 6, 1, 28, [Guard.Hcr("API", 41)]),
        // WFIT traps, and ends at once: WfiHandlerTests.
        new("WFxT", 6, 2, 0, [Guard.NoHcr("TWE", 14)]),
        new("APA3", 6, 2, 12, [Guard.Hcr("APK", 40), Guard.Hcr("API", 41)]),
    ];

    // The registers whose fields the policy looks at one by one. AArch32's end at bit 31.
    private static readonly (int Crm, int Op2, int Bits)[] _registers =
        [(1, 0, 32), (1, 1, 32), (1, 2, 32), (3, 4, 12), (3, 6, 8), (4, 0, 64), (4, 1, 64), (5, 0, 64), (6, 0, 64), (6, 1, 64), (6, 2, 64), (7, 0, 64), (7, 1, 64), (7, 2, 64)];

    [Fact]
    public void Each_hidden_field_stands_here_and_no_other()
    {
        List<(int, int, int)> hidden = [];
        foreach ((int crm, int op2, int bits) in _registers)
        {
            ulong guest = ReadOfAll(crm, op2);
            for (int bit = 0; bit < bits; bit += 4)
            {
                if (((guest >> bit) & 0xf) == 0) hidden.Add((crm, op2, bit));
            }
        }
        Assert.Equal(hidden, _hidden.Select(f => (f.Crm, f.Op2, f.Bit)).OrderBy(f => f));
    }

    [Fact]
    public void A_register_that_no_field_is_shown_of_is_zero_and_the_rest_are_as_the_machine_has_them()
    {
        for (int crm = 1; crm <= 7; crm++)
        {
            for (int op2 = 0; op2 < 8; op2++)
            {
                if (_registers.Any(r => r.Crm == crm && r.Op2 == op2)) continue;
                bool isAArch32 = (crm == 1 && op2 >= 4) || crm == 2 || (crm == 3 && op2 <= 2);
                Assert.Equal(isAArch32 ? ulong.MaxValue : 0, ReadOfAll(crm, op2));
            }
        }
    }

    [Fact]
    public void What_keeps_the_guest_from_a_hidden_feature_is_in_place() =>
        Assert.Empty(_hidden.SelectMany(f => f.Guards.Where(g => !g.Holds()).Select(g => $"{f.Name}: {g.Name}")));

    [Fact]
    public void What_a_shown_feature_needs_is_granted()
    {
        foreach (HiddenFeature feature in _shown) Assert.NotEqual(0ul, (ReadOfAll(feature.Crm, feature.Op2) >> feature.Bit) & 0xf);
        Assert.Empty(_shown.SelectMany(f => f.Guards.Where(g => !g.Holds()).Select(g => $"{f.Name}: {g.Name}")));
    }

    [Fact]
    public void The_registers_of_a_hidden_feature_are_undefined()
    {
        foreach (HiddenFeature feature in _hidden)
        {
            foreach (SystemRegisterEncoding register in feature.Registers)
            {
                foreach (bool isRead in new[] { true, false })
                {
                    TrappingCpu cpu = new();
                    TrapFrame frame = GuestTrap.SystemRegister(register, 3, isRead);
                    cpu.Traps.Dispatch(ref frame);
                    Assert.True(frame.Elr == GuestTrap.Vbar + 0x200 && cpu.Registers[GuestRegister.Esr] == 1ul << 25, $"{feature.Name}: {register.Bits:x} is not undefined");
                }
            }
        }
    }

    // What trapped by an exception class of a feature (Arm ARM, table D1-8) is nothing but undefined: at EL1, from EL0 and from AArch32 state.
    [Theory]
    [InlineData(GuestTrap.El1h, 0x200)]
    [InlineData(GuestTrap.El0, 0x400)]
    [InlineData(GuestTrap.AArch32User, 0x600)]
    public void Each_exception_class_that_a_hidden_feature_has_is_undefined(ulong state, int vector)
    {
        ExceptionClass[] classes =
        [
            ExceptionClass.Unknown, ExceptionClass.Coprocessor15, ExceptionClass.Coprocessor15Double, ExceptionClass.Coprocessor14, ExceptionClass.Coprocessor14Memory, ExceptionClass.FloatingPoint,
            ExceptionClass.FloatingPointId, ExceptionClass.PointerAuthentication, ExceptionClass.LoadStore64Bytes, ExceptionClass.Coprocessor14Double, ExceptionClass.IllegalState,
            ExceptionClass.SystemRegister128, ExceptionClass.Sve, ExceptionClass.TransactionStart, ExceptionClass.Sme,
        ];
        foreach (ExceptionClass exceptionClass in classes)
        {
            TrappingCpu cpu = new();
            TrapFrame frame = GuestTrap.At(0x1000, state);
            frame.Esr = ((ulong)exceptionClass << 26) | (1ul << 25) | 0x1e0_0000;
            cpu.Traps.Dispatch(ref frame);
            Assert.Equal(GuestTrap.Vbar + (ulong)vector, frame.Elr);
            Assert.Equal(1ul << 25, cpu.Registers[GuestRegister.Esr]);
        }
    }

    [Theory]
    [InlineData(3, 3, 14, 0, 1, true)] // CNTPCT_EL0
    [InlineData(3, 3, 14, 2, 0, true)] // CNTP_TVAL_EL0
    [InlineData(3, 3, 14, 2, 1, true)] // CNTP_CTL_EL0
    [InlineData(3, 3, 14, 2, 2, true)] // CNTP_CVAL_EL0
    [InlineData(3, 3, 14, 2, 2, false)]
    [InlineData(3, 0, 12, 11, 5, false)] // ICC_SGI1R_EL1
    [InlineData(3, 0, 12, 11, 6, false)] // ICC_ASGI1R_EL1
    [InlineData(3, 0, 12, 11, 7, false)] // ICC_SGI0R_EL1
    [InlineData(3, 0, 0, 0, 6, true)] // REVIDR_EL1
    [InlineData(3, 1, 0, 0, 7, true)] // AIDR_EL1
    [InlineData(3, 0, 1, 0, 1, true)] // ACTLR_EL1
    [InlineData(3, 0, 1, 0, 2, false)] // CPACR_EL1
    public void What_every_CPU_has_is_there_where_it_traps(int op0, int op1, int crn, int crm, int op2, bool isRead)
    {
        TrappingCpu cpu = new();
        TrapFrame frame = GuestTrap.SystemRegister(new SystemRegisterEncoding(op0, op1, crn, crm, op2), 3, isRead);
        ulong elr = frame.Elr;
        cpu.Traps.Dispatch(ref frame);
        Assert.Equal(elr + 4, frame.Elr);
        Assert.Empty(cpu.Log.Lines);
    }

    private static SystemRegisterEncoding Register(int op0, int op1, int crn, int crm, int op2) => new(op0, op1, crn, crm, op2);

    private static ulong ReadOfAll(int crm, int op2)
    {
        FakeGuestRegisters registers = new();
        registers.Identification[(crm, op2)] = ulong.MaxValue;
        return new IdRegisterPolicy(registers, new GuestGicV3(new VcpuTopology(new MadeUpCluster(1, 1), new FakeProcessor()))).Read(crm, op2);
    }
}
