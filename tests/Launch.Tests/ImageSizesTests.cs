using Pilevisor.Launch.Images;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class ImageSizesTests
{
    [Fact]
    public void Each_byte_belongs_to_the_symbol_before_it_and_that_to_its_component() => Assert.Equal(
        [
            new ComponentSize("Kernel", 0x20, 0, 0x38, 8),
            new ComponentSize("Drivers", 0, 0, 0x48, 0),
            new ComponentSize("assembled", 0x40, 0, 0, 0),
            new ComponentSize("texts (UTF-16)", 0, 0, 0x30, 0),
            new ComponentSize("tables of the runtime", 0, 0x10, 0x10, 0),
            new ComponentSize("arena and stacks", 0, 0, 0, 0x1000),
        ],
        ImageSizes.Parse([
            "0000000000000330 a FRAME_BYTES",
            "0000000040200000 T vectors",
            "0000000040200000 t $x.0",
            "0000000040200040 t Pilevisor_Kernel_Pilevisor_Kernel_Waits__Serve",
            "0000000040200060 r __type_map",
            "0000000040200070 d __Str_frames_78F0",
            "00000000402000a0 d _ZTV44Pilevisor_Kernel_Pilevisor_Kernel_TrapTable",
            "00000000402000d8 d _ZTV65__Array<Pilevisor_Drivers_Pilevisor_Drivers_GicV3Redistributor>",
            "0000000040200120 D __ReadyToRunHeader",
            "0000000040200130 b __writableDataPilevisor_Kernel_Pilevisor_Kernel_TrapTable",
            "0000000040200138 b stack",
            "0000000040201138 B __image_end",
        ]));
}
