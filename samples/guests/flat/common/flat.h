// What flat guests in C share: the machine's registers, a console, checks, a second CPU, the GIC. The MMU is off at first, so memory is Device memory: aligned accesses only.
#pragma once

typedef unsigned long u64;
typedef unsigned int u32;
typedef unsigned short u16;
typedef unsigned char u8;

#define UART 0x09000000ul
#define GICD 0x08000000ul
#define GICR 0x080a0000ul

// A guest defines what it is called and what it does on the first CPU; then the machine is powered off.
extern const char name[];
void test(void);

// What the second CPU does: jobs, see on_second, unless a guest defines its own.
void second_main(u64 context);
extern char second_entry[];
extern u64 device_tree;

static inline u32 read32(u64 address) { u32 v; asm volatile("ldr %w0, [%1]" : "=r"(v) : "r"(address) : "memory"); return v; }
static inline void write32(u64 address, u32 v) { asm volatile("str %w0, [%1]" :: "r"(v), "r"(address) : "memory"); }
static inline u64 read64(u64 address) { u64 v; asm volatile("ldr %0, [%1]" : "=r"(v) : "r"(address) : "memory"); return v; }
static inline void write64(u64 address, u64 v) { asm volatile("str %0, [%1]" :: "r"(v), "r"(address) : "memory"); }
static inline u8 read8(u64 address) { u8 v; asm volatile("ldrb %w0, [%1]" : "=r"(v) : "r"(address) : "memory"); return v; }
static inline void write8(u64 address, u8 v) { asm volatile("strb %w0, [%1]" :: "r"(v), "r"(address) : "memory"); }

#define sync() asm volatile("dsb sy; isb" ::: "memory")
#define mrs(reg) ({ u64 v_; asm volatile("isb; mrs %0, " #reg : "=r"(v_) :: "memory"); v_; })
#define msr(reg, value) asm volatile("msr " #reg ", %0; isb" :: "r"((u64)(value)) : "memory")

// Exceptions: none since the last clear_fault is 0; else ESR_EL1 with bit 63 set.
static inline void clear_fault(void) { msr(tpidr_el1, 0); }
static inline u64 fault(void) { sync(); u64 syndrome = mrs(tpidr_el1); clear_fault(); return syndrome; }

void put_char(char c);
void put(const char *text);
void put_hex(u64 value);

// Counts, and prints what is not as wanted. The last line says how many there were and how many were wrong.
void check(const char *what, u64 want, u64 got);

static inline u64 now(void) { return mrs(cntvct_el0); }
static inline u64 microseconds(u64 us) { return mrs(cntfrq_el0) / 1000000 * us; }
void pause_us(u64 us);

// A bound for whatever is waited for.
#define PATIENCE_US 20000000ul

u64 hvc(u64 function, u64 x1, u64 x2, u64 x3);

#define PSCI_CPU_OFF 0x84000002ul
#define PSCI_CPU_ON 0xc4000003ul
#define PSCI_AFFINITY_INFO 0xc4000004ul

// CPUs are numbered by their redistributor's place.
static inline u64 redistributor(int cpu) { return GICR + 0x20000ul * cpu; }
static inline u64 sgi_base(int cpu) { return redistributor(cpu) + 0x10000; }
static inline u64 affinity_of(int cpu) { return read32(redistributor(cpu) + 0xc); }
int this_cpu(void);

u64 start_second(u64 context);          // PSCI's answer; waits until second_main's default serves
u64 on_second(u64 (*what)(u64), u64 argument);
void stop_second(void);                 // ends the default second_main, and waits until the CPU is off

void turn_on_mmu(u64 table);            // and caches: 4 KiB pages, 39 bits of address, by TTBR0_EL1 alone

// A machine's own memory, where each gives 128 MiB to the guest: what is there never concerns another one, unless somebody goes there on purpose.
static inline u64 own_memory(int node) { return 0x44000000ul + ((u64)node << 27); }
static inline int node_of(u64 affinity) { return affinity >> 8 & 0xff; }
// The first CPU starts the second, whose second_main gets its affinity, waits for SGI 1 from it and then, apart itself, until something is typed.
void begin_apart(void);
// The calling CPU does nothing from here on but `loop`, which uses registers only: a copy of it behind the table at `place`.
void stay_apart(u64 place, void (*loop)(void));

#define ICC_IAR0_EL1 S3_0_C12_C8_0
#define ICC_EOIR0_EL1 S3_0_C12_C8_1
#define ICC_HPPIR0_EL1 S3_0_C12_C8_2
#define ICC_BPR0_EL1 S3_0_C12_C8_3
#define ICC_DIR_EL1 S3_0_C12_C11_1
#define ICC_RPR_EL1 S3_0_C12_C11_3
#define ICC_SGI1R_EL1 S3_0_C12_C11_5
#define ICC_SGI0R_EL1 S3_0_C12_C11_7
#define ICC_IAR1_EL1 S3_0_C12_C12_0
#define ICC_EOIR1_EL1 S3_0_C12_C12_1
#define ICC_HPPIR1_EL1 S3_0_C12_C12_2
#define ICC_BPR1_EL1 S3_0_C12_C12_3
#define ICC_CTLR_EL1 S3_0_C12_C12_4
#define ICC_SRE_EL1 S3_0_C12_C12_5
#define ICC_IGRPEN0_EL1 S3_0_C12_C12_6
#define ICC_IGRPEN1_EL1 S3_0_C12_C12_7
#define ICC_PMR_EL1 S3_0_C4_C6_0
#define msr_(reg, value) msr(reg, value)        // for the names above, which have to be expanded first
#define mrs_(reg) mrs(reg)

#define SPURIOUS 1023ul

void gic_init(void);                    // the distributor, with affinity routing and group 1
void gic_init_cpu(void);                // the calling CPU's redistributor and interface: group 1, lowest priority mask
u64 acknowledge(void);
u64 acknowledge_within(u64 us);
void end_of_interrupt(u64 intid);
void send_sgi(u64 affinity, int intid);
void spi_init(u32 spi, u8 priority, int is_edge, u64 affinity);         // group 1, idle, enabled
void spi_pend(u32 spi);
